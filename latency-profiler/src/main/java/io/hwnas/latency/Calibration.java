package io.hwnas.latency;

import io.hwnas.probe.Require;

/**
 * From profiled node times to the latency of a whole, unprofiled network: the sum over its blocks
 * of {@code scale·medianMillis + perNodeMillis·nodes}.
 *
 * @param scale factor on profiled time
 * @param perNodeMillis added for each node, mostly negative: the profiler's own share in the times
 *     of the nodes, less what it cuts off and what the runtime spends between nodes
 * @param completionRatio profiled time of whole networks in the table over their time when profiled
 *     as missing blocks are: alone, so that more of them stays in the caches
 * @param residual relative root-mean-square error on networks left out of the fit, a fraction
 * @param networks whole networks it was fitted on; 0 where there is no calibration
 */
public record Calibration(
    double scale, double perNodeMillis, double completionRatio, double residual, int networks) {
  /** Node times as profiled. */
  public static final Calibration NONE = new Calibration(1, 0, 1, 0, 0);

  /** Checks that all figures are finite and in range. */
  public Calibration {
    Require.positive("scale", scale);
    Require.finite("per-node-millis", perNodeMillis);
    Require.positive("completion-ratio", completionRatio);
    Require.notNegative("residual", residual);
    Require.atLeast("networks", networks, 0);
  }

  Calibration withCompletionRatio(double ratio) {
    return new Calibration(scale, perNodeMillis, ratio, residual, networks);
  }

  /**
   * Returns a block's share of an unprofiled network's latency.
   *
   * @param entry the block's entry
   * @return its share in milliseconds, not negative
   */
  public double millis(LatencyEntry entry) {
    return Math.max(0, scale * entry.medianMillis() + perNodeMillis * entry.nodes());
  }
}
