package io.hwnas.probe;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How fast a runtime's {@link Sentinel} is on a processor that does nothing else: the fastest that
 * it was in the last minute or two of measuring. What was longer ago says nothing: a processor that
 * began at its highest clock, and cannot keep it, would seem disturbed ever after. Safe for use by
 * several threads.
 */
public final class Pace {
  /**
   * How many times the fastest is still undisturbed. Another program on the same core makes a
   * network take 1.6 to 1.8 times as long and doubles the sentinel's time (decision 0004).
   */
  private static final double UNDISTURBED = 1.25;

  /** The fastest of this period and of the one before are known. */
  private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

  /** Pauses longer than this, in which nothing is measured, make nothing forgotten. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private long last;
  private long periodNanos;
  private double fastestBefore = Double.POSITIVE_INFINITY;
  private double fastestMillis = Double.POSITIVE_INFINITY;

  /** Knows nothing yet. */
  public Pace() {
    this(System::nanoTime);
  }

  /** Goes by another clock, in nanoseconds. */
  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /**
   * Hears how long the sentinel took.
   *
   * @param millis in milliseconds
   * @return whether that is slower than it can be, by more than it differs by itself
   */
  synchronized boolean isSlow(double millis) {
    long now = nanoTime.getAsLong();
    periodNanos += Math.min(now - last, PAUSE_NANOS);
    last = now;
    if (periodNanos >= PERIOD_NANOS) {
      fastestBefore = fastestMillis;
      fastestMillis = Double.POSITIVE_INFINITY;
      periodNanos = 0;
    }
    fastestMillis = Math.min(fastestMillis, millis);
    return millis > UNDISTURBED * Math.min(fastestMillis, fastestBefore);
  }
}
