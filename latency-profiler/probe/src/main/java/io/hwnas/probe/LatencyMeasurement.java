package io.hwnas.probe;

import java.util.List;

/**
 * The measured end-to-end latency of one network.
 *
 * @param name the network's name
 * @param medianMillis median over the sessions of each session's median, in milliseconds
 * @param lowerQuartileMillis lower quartile over all runs, in milliseconds
 * @param upperQuartileMillis upper quartile over all runs, in milliseconds
 * @param runs timed runs over all sessions
 * @param repeatedRuns runs that were disturbed and therefore repeated or left out, not among those
 * @param sessionSpread largest less smallest session median, as a fraction of the median
 * @param sessionSteadyMillis each session's lower quartile in milliseconds, in the order of the
 *     sessions
 */
public record LatencyMeasurement(
    String name,
    double medianMillis,
    double lowerQuartileMillis,
    double upperQuartileMillis,
    int runs,
    int repeatedRuns,
    double sessionSpread,
    List<Double> sessionSteadyMillis) {
  private static final double QUARTER = 0.25;

  /** Copies the list. */
  public LatencyMeasurement {
    sessionSteadyMillis = List.copyOf(sessionSteadyMillis);
  }

  /**
   * Returns what undisturbed runs take, whatever bias a session has; tables are calibrated by it
   * and held against it (decision 0017).
   *
   * @return median over the sessions of each session's lower quartile, in milliseconds
   */
  public double steadyMillis() {
    return Quantiles.median(sessionSteadyMillis);
  }

  /**
   * Summarises the runs of all sessions.
   *
   * @param name the network's name
   * @param sessions for each session the number of repeated runs, then the runs in milliseconds
   * @return the summary
   */
  public static LatencyMeasurement of(String name, List<List<Double>> sessions) {
    List<List<Double>> sessionMillis =
        sessions.stream().map(session -> session.subList(1, session.size())).toList();
    double repeated = sessions.stream().mapToDouble(session -> session.get(0)).sum();
    List<Double> all = sessionMillis.stream().flatMap(List::stream).toList();
    List<Double> medians = sessionMillis.stream().map(Quantiles::median).toList();
    List<Double> steady =
        sessionMillis.stream().map(millis -> Quantiles.quantile(millis, QUARTER)).toList();
    double median = Quantiles.median(medians);
    double spread =
        (medians.stream().max(Double::compare).orElseThrow()
                - medians.stream().min(Double::compare).orElseThrow())
            / median;
    return new LatencyMeasurement(
        name,
        median,
        Quantiles.quantile(all, QUARTER),
        Quantiles.quantile(all, 1 - QUARTER),
        all.size(),
        (int) repeated,
        spread,
        steady);
  }
}
