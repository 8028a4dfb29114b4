package io.hwnas.latency;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.Quantiles;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * How many times as long as another one a network takes, both timed in turn: what moves the machine
 * from one session to the next moves both, so sessions are compared one by one, by the lower
 * quartile of their undisturbed runs as tables are (decision 0017).
 *
 * @param value the ratio: the median over the sessions
 * @param standardError of the ratio
 */
public record LatencyRatio(double value, double standardError) {
  /** Of the median of normal values, over that of their mean: the root of half of pi. */
  private static final double OF_MEDIAN = Math.sqrt(Math.PI / 2);

  /** Sessions that agree by chance, or are too few to tell, are not taken for exact. */
  private static final double LEAST_ERROR = 0.003;

  private static final double ERROR_OF_ONE = 0.02;

  /**
   * Compares two networks.
   *
   * @param one a network
   * @param other another, timed in the same sessions
   * @return how many times as long the one takes
   * @throws IllegalArgumentException if they were not timed in as many sessions
   */
  public static LatencyRatio of(LatencyMeasurement one, LatencyMeasurement other) {
    int sessions = one.sessionSteadyMillis().size();
    if (sessions != other.sessionSteadyMillis().size()) {
      throw new IllegalArgumentException(
          "%s and %s were not timed in turn".formatted(one.name(), other.name()));
    }
    List<Double> ratios = new ArrayList<>();
    for (int session = 0; session < sessions; session++) {
      ratios.add(one.sessionSteadyMillis().get(session) / other.sessionSteadyMillis().get(session));
    }
    double value = Quantiles.median(ratios);
    double spread =
        sessions == 1
            ? value * ERROR_OF_ONE
            : OF_MEDIAN
                * new StandardDeviation()
                    .evaluate(ratios.stream().mapToDouble(Double::doubleValue).toArray())
                / Math.sqrt(sessions);
    return new LatencyRatio(value, Math.max(value * LEAST_ERROR, spread));
  }
}
