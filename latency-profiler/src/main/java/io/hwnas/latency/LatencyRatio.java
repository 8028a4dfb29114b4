package io.hwnas.latency;

import io.hwnas.probe.LatencyMeasurement;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Median;

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
   * @param one measurements of a network, at least one
   * @param other those of another, each timed in the same sessions
   * @return how many times as long the one takes
   * @throws IllegalArgumentException if they were not timed in as many sessions
   */
  public static LatencyRatio of(List<LatencyMeasurement> one, List<LatencyMeasurement> other) {
    List<Double> ones = sessions(one);
    List<Double> others = sessions(other);
    if (ones.size() != others.size()) {
      throw new IllegalArgumentException(
          "%s and %s were not timed in turn".formatted(one.get(0).name(), other.get(0).name()));
    }
    double[] ratios = new double[ones.size()];
    for (int session = 0; session < ratios.length; session++) {
      ratios[session] = ones.get(session) / others.get(session);
    }
    double value = new Median().evaluate(ratios);
    double error =
        ratios.length == 1
            ? value * ERROR_OF_ONE
            : OF_MEDIAN * new StandardDeviation().evaluate(ratios) / Math.sqrt(ratios.length);
    return new LatencyRatio(value, Math.max(value * LEAST_ERROR, error));
  }

  private static List<Double> sessions(List<LatencyMeasurement> measured) {
    return measured.stream().flatMap(all -> all.sessionSteadyMillis().stream()).toList();
  }
}
