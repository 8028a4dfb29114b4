package io.hwnas.probe;

import java.util.function.LongSupplier;

/**
 * A machine's two clocks: the monotonic one, by which runs are timed, and the wall clock, by which
 * ONNX Runtime's profiler times nodes on some systems. Where they disagree about how long something
 * took, one of them was set, or the machine slept, and the times are not to be trusted.
 *
 * @param monotonicNanos the monotonic clock, in nanoseconds
 * @param wallMillis the wall clock, in milliseconds
 */
public record MachineClocks(LongSupplier monotonicNanos, LongSupplier wallMillis) {
  /** The clocks of this machine. */
  public static final MachineClocks SYSTEM =
      new MachineClocks(System::nanoTime, System::currentTimeMillis);

  /** Less is one run's disturbance, which quartiles over runs leave out. */
  private static final double TOLERANCE_SECONDS = 1;

  /** A wall clock that is slewed to the right time goes up to a thousandth faster or slower. */
  private static final double TOLERANCE = 0.01;

  /**
   * Tells whether a clock jumps while something is done.
   *
   * @param work what is done
   * @return how many seconds farther the wall clock went than the monotonic one; 0 where they agree
   */
  public double jumpSeconds(Runnable work) {
    long nanos = monotonicNanos.getAsLong();
    long millis = wallMillis.getAsLong();
    work.run();
    double monotonic = (monotonicNanos.getAsLong() - nanos) / 1e9;
    double jump = (wallMillis.getAsLong() - millis) / 1e3 - monotonic;
    return Math.abs(jump) > TOLERANCE_SECONDS + TOLERANCE * Math.abs(monotonic) ? jump : 0;
  }
}
