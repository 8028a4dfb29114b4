package io.hwnas.probe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Times what runs on the calling thread, and notices by the thread's processor time when the thread
 * was put off the processor.
 */
final class RunClock {
  private static final double TOLERANCE_NANOS = 20_000;
  private static final double TOLERANCE = 0.02;

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
            && threads.isThreadCpuTimeEnabled();
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
