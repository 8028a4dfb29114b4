package io.hwnas.latency;

import io.hwnas.probe.Require;
import java.util.Collection;

/**
 * From profiled node times to the latency of a whole, unprofiled network: the sum over its blocks
 * of {@code scale·medianMillis + perNodeMillis·nodes}.
 *
 * <p>The share of a node is a mean over all nodes of a space. Of a block that takes hardly longer
 * than its nodes' shares nothing, or less, would be left; such a block counts with a tenth of
 * {@code scale·medianMillis}.
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

  /** What of a block's scaled profiled time is never the profiler's. */
  private static final double LEAST_SHARE = 0.1;

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
   * Tells whether a fit can have given this for entries: whole networks are predicted with it, so
   * the nodes' share leaves at least a tenth of what all entries hold, and adds less than ten times
   * that.
   */
  boolean suits(Collection<LatencyEntry> entries) {
    double scaled = 0;
    double shares = 0;
    for (LatencyEntry entry : entries) {
      scaled += scale * entry.medianMillis();
      shares += perNodeMillis * entry.nodes();
    }
    return shares >= (LEAST_SHARE - 1) * scaled && shares <= scaled / LEAST_SHARE;
  }

  /**
   * Returns a block's share of an unprofiled network's latency.
   *
   * @param entry the block's entry
   * @return its share in milliseconds, at least a tenth of its scaled profiled time, so positive
   */
  public double millis(LatencyEntry entry) {
    double scaled = scale * entry.medianMillis();
    return Math.max(LEAST_SHARE * scaled, scaled + perNodeMillis * entry.nodes());
  }

  /** The profiled time of a block from its share, both in milliseconds: at least a nanosecond. */
  double profiledMillis(double shareMillis, double nodes) {
    return Rounding.positiveMillis((shareMillis - perNodeMillis * nodes) / scale);
  }
}
