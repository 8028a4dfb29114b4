package io.hwnas.latency;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds figures to what a file shows, so that a table equals the one read back. */
final class Rounding {
  private static final MathContext SIX_FIGURES = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final int NANOSECONDS = 6;

  /** A nanosecond, the least that is not rounded to nothing. */
  static final double LEAST_MILLIS = 1e-6;

  private Rounding() {}

  /** Six significant figures. */
  static double figures(double value) {
    return BigDecimal.valueOf(value).round(SIX_FIGURES).doubleValue();
  }

  /** Milliseconds to whole nanoseconds. */
  static double millis(double millis) {
    return BigDecimal.valueOf(millis).setScale(NANOSECONDS, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Milliseconds to whole nanoseconds, at least one: no block takes no time. */
  static double positiveMillis(double millis) {
    return Math.max(LEAST_MILLIS, millis(millis));
  }
}
