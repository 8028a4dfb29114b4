package io.hwnas.probe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * Times what runs on the calling thread, and notices by the thread's processor time when the thread
 * was put off the processor.
 */
final class RunClock {
  private static final double TOLERANCE_NANOS = 20_000;
  private static final double TOLERANCE = 0.02;

  /** A thread's processor time that moves in coarser steps, as Windows' does, tells nothing. */
  private static final long MOST_STEP_NANOS = 50_000;

  private static final long MOST_WAIT_NANOS = 50_000_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final boolean watches;

  /**
   * Creates a clock.
   *
   * @param singleThread whether all work is done on the calling thread; with more threads it waits
   *     for others, and nothing can be noticed
   */
  RunClock(boolean singleThread) {
    this.watches =
        singleThread
            && threads.isCurrentThreadCpuTimeSupported()
            && threads.isThreadCpuTimeEnabled()
            && stepNanos(threads::getCurrentThreadCpuTime, System::nanoTime) <= MOST_STEP_NANOS;
  }

  /**
   * Measures a whole step of a clock by waiting for two of its changes.
   *
   * @param clock the clock
   * @param time true time
   * @return the step in the clock's nanoseconds; the longest that is waited for, where it is longer
   */
  static long stepNanos(LongSupplier clock, LongSupplier time) {
    long end = time.getAsLong() + MOST_WAIT_NANOS;
    long first = change(clock, clock.getAsLong(), time, end);
    long second = change(clock, first, time, end);
    return second == first ? MOST_WAIT_NANOS : second - first;
  }

  private static long change(LongSupplier clock, long from, LongSupplier time, long end) {
    long now = from;
    while (now == from && time.getAsLong() < end) {
      now = clock.getAsLong();
    }
    return now;
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  <E extends Exception> RunTime time(Work<E> work) throws E {
    long processorStart = watches ? threads.getCurrentThreadCpuTime() : 0;
    long start = System.nanoTime();
    work.run();
    double nanos = System.nanoTime() - start;
    if (!watches) {
      return new RunTime(nanos / 1e6, false);
    }
    double processorNanos = threads.getCurrentThreadCpuTime() - processorStart;
    boolean disturbed = nanos > processorNanos * (1 + TOLERANCE) + TOLERANCE_NANOS;
    return new RunTime(nanos / 1e6, disturbed);
  }
}
