package io.hwnas.latency;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.TimingProtocol;
import java.util.List;
import java.util.function.Predicate;
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

  /** Sessions that agree by chance are not taken for exact. */
  private static final double LEAST_ERROR = 0.003;

  /** Of one session: fewer than enough tell hardly anything of their spread. */
  private static final double ERROR_OF_ONE = 0.02;

  private static final int ENOUGH = 5;

  /** Standard errors. */
  private static final double SURE = 3;

  private static final double MOST_MILLIS = 30_000;
  private static final int MOST_ROUNDS = 8;

  /**
   * Compares two networks.
   *
   * @param one a network
   * @param other another, timed in the same sessions
   * @return how many times as long the one takes
   * @throws IllegalArgumentException if they were not timed in as many sessions
   */
  public static LatencyRatio of(LatencyMeasurement one, LatencyMeasurement other) {
    List<Double> ones = one.sessionSteadyMillis();
    List<Double> others = other.sessionSteadyMillis();
    if (ones.size() != others.size()) {
      throw new IllegalArgumentException(
          "%s and %s were not timed in turn".formatted(one.name(), other.name()));
    }
    double[] ratios = new double[ones.size()];
    for (int session = 0; session < ratios.length; session++) {
      ratios[session] = ones.get(session) / others.get(session);
    }
    double value = new Median().evaluate(ratios);
    double least = ratios.length < ENOUGH ? ERROR_OF_ONE / Math.sqrt(ratios.length) : LEAST_ERROR;
    double spread = ratios.length == 1 ? 0 : new StandardDeviation().evaluate(ratios);
    double error = OF_MEDIAN * spread / Math.sqrt(ratios.length);
    return new LatencyRatio(value, Math.max(value * least, error));
  }

  /**
   * Tells when networks have been timed in enough sessions.
   *
   * @param count how many of them, the first ones, are to be compared with the first
   * @param error relative standard error that each ratio is to have at most
   * @return for {@link io.hwnas.probe.NetworkTimer#measureUntil}
   */
  public static Predicate<List<LatencyMeasurement>> known(int count, double error) {
    return measured ->
        measured.subList(1, count).stream()
            .map(other -> of(other, measured.get(0)))
            .allMatch(ratio -> ratio.standardError() <= error * ratio.value());
  }

  /**
   * Tells when it is known of networks which are slower than another.
   *
   * @param count how many of them, the first ones, are to be compared with the first
   * @param error relative standard error that the ratio of one as slow as the first is to have at
   *     most; others need only be farther from it than three times their own
   * @return for {@link io.hwnas.probe.NetworkTimer#measureUntil}
   */
  public static Predicate<List<LatencyMeasurement>> decided(int count, double error) {
    return measured ->
        measured.subList(1, count).stream()
            .map(other -> of(other, measured.get(0)))
            .allMatch(
                ratio ->
                    ratio.standardError() <= error * ratio.value()
                        || Math.abs(ratio.value() - 1) > SURE * ratio.standardError());
  }

  /**
   * Returns how often sessions may be repeated until ratios are known, so that it takes half a
   * minute or so.
   *
   * @param protocol how networks are timed
   * @param millis latency of all of them together, in milliseconds
   * @return rounds, from 1 to 8
   */
  public static int mostRounds(TimingProtocol protocol, double millis) {
    return (int)
        Math.max(1, Math.min(MOST_ROUNDS, Math.round(MOST_MILLIS / (protocol.runs() * millis))));
  }
}
