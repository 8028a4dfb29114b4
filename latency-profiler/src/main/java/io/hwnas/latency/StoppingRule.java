package io.hwnas.latency;

import io.hwnas.probe.Require;

/**
 * When a table has been measured often enough.
 *
 * @param precision passes end when nine entries of ten know their median within this fraction, by
 *     half of its interval; 0 to go on
 * @param timeLimitSeconds passes end when another would take longer than this, all passes together;
 *     one is always made
 */
public record StoppingRule(double precision, double timeLimitSeconds) {
  /** The shortest limit of time that a table can say, in seconds. */
  public static final double LEAST_SECONDS = 1e-3;

  /** Share of the entries that must be known so well. */
  static final double SHARE = 0.9;

  /** Fewest passes that tell how well. */
  static final int LEAST_PASSES = 3;

  /** Checks the ranges. */
  public StoppingRule {
    Require.notNegative("precision", precision);
    Require.positive("time limit", timeLimitSeconds);
  }
}
