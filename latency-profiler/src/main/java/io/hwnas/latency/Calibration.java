package io.hwnas.latency;

/**
 * From profiled node times to the latency of a whole, unprofiled network: {@code perRunMillis + sum
 * over blocks of (scale·medianMillis + perNodeMillis·nodes)}.
 *
 * @param scale factor on profiled time
 * @param perNodeMillis added for each node: what the runtime spends between nodes, and what the
 *     profiler's whole microseconds cut off
 * @param perRunMillis added once for each inference
 * @param residual relative root-mean-square error on networks left out of the fit, a fraction
 * @param networks whole networks it was fitted on; 0 where there is no calibration
 */
public record Calibration(
    double scale, double perNodeMillis, double perRunMillis, double residual, int networks) {
  /** Node times as profiled. */
  public static final Calibration NONE = new Calibration(1, 0, 0, 0, 0);

  /** Checks that all figures are finite and in range. */
  public Calibration {
    Require.positive("scale", scale);
    Require.notNegative("perNodeMillis", perNodeMillis);
    Require.notNegative("perRunMillis", perRunMillis);
    Require.notNegative("residual", residual);
    Require.atLeast("networks", networks, 0);
  }

  /**
   * Returns a block's share of an unprofiled network's latency.
   *
   * @param entry the block's entry
   * @return its share in milliseconds
   */
  public double millis(LatencyEntry entry) {
    return scale * entry.medianMillis() + perNodeMillis * entry.nodes();
  }
}
