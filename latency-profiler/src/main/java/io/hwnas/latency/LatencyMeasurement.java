package io.hwnas.latency;

import java.util.List;

/**
 * The measured end-to-end latency of one network.
 *
 * @param name the network's name
 * @param medianMillis median over the sessions of each session's median, in milliseconds
 * @param lowerQuartileMillis lower quartile over all runs, in milliseconds
 * @param upperQuartileMillis upper quartile over all runs, in milliseconds
 * @param runs timed runs over all sessions
 * @param sessionSpread largest less smallest session median, as a fraction of the median
 */
public record LatencyMeasurement(
    String name,
    double medianMillis,
    double lowerQuartileMillis,
    double upperQuartileMillis,
    int runs,
    double sessionSpread) {

  /**
   * Summarises the runs of all sessions.
   *
   * @param name the network's name
   * @param sessionMillis the runs of each session in milliseconds, none empty
   * @return the summary
   */
  static LatencyMeasurement of(String name, List<List<Double>> sessionMillis) {
    List<Double> all = sessionMillis.stream().flatMap(List::stream).toList();
    List<Double> medians = sessionMillis.stream().map(Quantiles::median).toList();
    double median = Quantiles.median(medians);
    double spread =
        (medians.stream().max(Double::compare).orElseThrow()
                - medians.stream().min(Double::compare).orElseThrow())
            / median;
    return new LatencyMeasurement(
        name,
        median,
        Quantiles.quantile(all, 0.25),
        Quantiles.quantile(all, 0.75),
        all.size(),
        spread);
  }
}
