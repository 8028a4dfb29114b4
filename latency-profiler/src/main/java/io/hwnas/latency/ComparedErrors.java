package io.hwnas.latency;

import io.hwnas.probe.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Errors of predictions as they are, and after one common factor.
 *
 * @param raw the errors as they are
 * @param scaled the errors after all predictions were multiplied by the median of measured over
 *     predicted: without what the machine as a whole was faster or slower than when the predictions
 *     were made
 */
public record ComparedErrors(PredictionErrors raw, PredictionErrors scaled) {
  /**
   * Compares predictions with measurements.
   *
   * @param predicted what is predicted of each network, in milliseconds
   * @param measured what was measured of each, in the same order
   * @return the errors
   */
  public static ComparedErrors of(List<Double> predicted, List<Double> measured) {
    return of(predicted, measured, IntStream.range(0, measured.size()).boxed().toList());
  }

  /**
   * Compares predictions of some networks with measurements, by the factor common to all.
   *
   * @param predicted what is predicted of each network, in milliseconds
   * @param measured what was measured of each, in the same order
   * @param places which networks
   * @return their errors
   */
  static ComparedErrors of(List<Double> predicted, List<Double> measured, List<Integer> places) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < predicted.size(); i++) {
      ratios.add(measured.get(i) / predicted.get(i));
    }
    double factor = Quantiles.median(ratios);
    List<Double> some = places.stream().map(predicted::get).toList();
    List<Double> truth = places.stream().map(measured::get).toList();
    return new ComparedErrors(
        PredictionErrors.of(some, truth),
        PredictionErrors.of(some.stream().map(millis -> factor * millis).toList(), truth));
  }

  /** The mean of several comparisons. */
  static ComparedErrors mean(List<ComparedErrors> all) {
    return new ComparedErrors(
        PredictionErrors.mean(all.stream().map(ComparedErrors::raw).toList()),
        PredictionErrors.mean(all.stream().map(ComparedErrors::scaled).toList()));
  }
}
