package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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

  private static final int MOST_TRIES = 3;

  /** Less is one run's disturbance, which quartiles over runs leave out. */
  private static final double TOLERANCE_SECONDS = 1;

  /** A wall clock that is slewed to the right time goes up to a thousandth faster or slower. */
  private static final double TOLERANCE = 0.01;

  /**
   * Measures; anew, a few times, where a clock jumped meanwhile.
   *
   * @param what what is measured, for the message
   * @param work measures it
   * @param <T> what it finds
   * @return what was found while the clocks agreed
   * @throws InvalidInputException if a clock jumped each time
   */
  public <T> T whileSteady(String what, Supplier<T> work) {
    double jumpSeconds = 0;
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      AtomicReference<T> found = new AtomicReference<>();
      jumpSeconds = jumpSeconds(() -> found.set(work.get()));
      if (jumpSeconds == 0) {
        return found.get();
      }
    }
    throw new InvalidInputException(
        "%s: the clock jumped each of %d times that this was measured, lastly by %.1f s against the monotonic clock; let nothing set the time or suspend the machine meanwhile, and measure again"
            .formatted(what, MOST_TRIES, jumpSeconds));
  }

  /** How much farther the wall clock went than the monotonic one; 0 where they agree. */
  double jumpSeconds(Runnable work) {
    long nanos = monotonicNanos.getAsLong();
    long millis = wallMillis.getAsLong();
    work.run();
    double monotonic = (monotonicNanos.getAsLong() - nanos) / 1e9;
    double jump = (wallMillis.getAsLong() - millis) / 1e3 - monotonic;
    return Math.abs(jump) > TOLERANCE_SECONDS + TOLERANCE * Math.abs(monotonic) ? jump : 0;
  }
}
