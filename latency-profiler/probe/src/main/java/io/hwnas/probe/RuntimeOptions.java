package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;

/**
 * How the runtime runs a network: everything but the threads is fixed, because a table is valid
 * only for the options it was measured with.
 *
 * @param threads threads within an operator, at least 1
 */
public record RuntimeOptions(int threads) {
  /** One thread: the phone's big core of the MobileNet papers. */
  public static final RuntimeOptions SINGLE_THREAD = new RuntimeOptions(1);

  /** Checks the range. */
  public RuntimeOptions {
    if (threads < 1 || threads > 1024) {
      throw new InvalidInputException("threads must lie within 1 and 1024, not " + threads);
    }
  }

  /**
   * Returns the fixed options as text for a table's fingerprint.
   *
   * @return the options other than the threads
   */
  public String description() {
    return "cpu-provider sequential inter-op=1 optimizations=all spinning=off pinned-buffers";
  }
}
