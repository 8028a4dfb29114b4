package io.hwnas.probe;

/**
 * How fast a runtime's {@link Sentinel} is on a processor that does nothing else: the fastest that
 * it was so far. Safe for use by several threads.
 */
public final class Pace {
  /**
   * How many times the fastest is still undisturbed. Another program on the same core makes a
   * network take 1.6 to 1.8 times as long and doubles the sentinel's time (decision 0004).
   */
  private static final double UNDISTURBED = 1.25;

  private double fastestMillis = Double.POSITIVE_INFINITY;

  /**
   * Hears how long the sentinel took.
   *
   * @param millis in milliseconds
   * @return whether that is slower than it can be, by more than it differs by itself
   */
  synchronized boolean isSlow(double millis) {
    fastestMillis = Math.min(fastestMillis, millis);
    return millis > UNDISTURBED * fastestMillis;
  }
}
