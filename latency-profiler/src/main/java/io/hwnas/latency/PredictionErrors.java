package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * How far predicted latencies are from measured ones; errors are fractions of the measured.
 *
 * @param mape mean absolute relative error
 * @param bias mean relative error
 * @param maxError greatest absolute relative error
 * @param kendallTau rank correlation of predicted and measured (Kendall's τ-b); 0 where one of them
 *     ranks nothing
 * @param shareWithin5Percent share of the networks whose absolute error is at most 0.05
 * @param shareWithin10Percent share of the networks whose absolute error is at most 0.1
 */
public record PredictionErrors(
    double mape,
    double bias,
    double maxError,
    double kendallTau,
    double shareWithin5Percent,
    double shareWithin10Percent) {

  /**
   * Compares predictions with measurements.
   *
   * @param predicted what is predicted of each network, in milliseconds
   * @param measured what was measured of each, in the same order
   * @return the errors
   */
  public static PredictionErrors of(List<Double> predicted, List<Double> measured) {
    if (predicted.size() != measured.size() || measured.size() < 2) {
      throw new IllegalArgumentException(
          "%d predictions, %d measurements".formatted(predicted.size(), measured.size()));
    }
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      errors.add(predicted.get(i) / measured.get(i) - 1);
    }
    double tau = new KendallsCorrelation().correlation(array(predicted), array(measured));
    return new PredictionErrors(
        errors.stream().mapToDouble(Math::abs).average().orElseThrow(),
        errors.stream().mapToDouble(error -> error).average().orElseThrow(),
        errors.stream().mapToDouble(Math::abs).max().orElseThrow(),
        Double.isNaN(tau) ? 0 : tau,
        shareWithin(errors, 0.05),
        shareWithin(errors, 0.1));
  }

  /** The mean of several comparisons' errors, with the greatest of their greatest. */
  static PredictionErrors mean(List<PredictionErrors> all) {
    return new PredictionErrors(
        all.stream().mapToDouble(PredictionErrors::mape).average().orElseThrow(),
        all.stream().mapToDouble(PredictionErrors::bias).average().orElseThrow(),
        all.stream().mapToDouble(PredictionErrors::maxError).max().orElseThrow(),
        all.stream().mapToDouble(PredictionErrors::kendallTau).average().orElseThrow(),
        all.stream().mapToDouble(PredictionErrors::shareWithin5Percent).average().orElseThrow(),
        all.stream().mapToDouble(PredictionErrors::shareWithin10Percent).average().orElseThrow());
  }

  private static double shareWithin(List<Double> errors, double most) {
    return errors.stream().filter(error -> Math.abs(error) <= most).count()
        / (double) errors.size();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
