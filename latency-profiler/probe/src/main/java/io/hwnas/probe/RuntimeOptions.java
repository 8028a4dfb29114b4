package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;

/**
 * How the runtime runs a network: everything else is fixed, because a table is valid only for the
 * options it was measured with.
 *
 * @param threads threads within an operator, at least 1
 * @param batch images of an inference, at least 1
 */
public record RuntimeOptions(int threads, int batch) {
  private static final int MOST = 1024;

  /** One thread: the phone's big core of the MobileNet papers. */
  public static final RuntimeOptions SINGLE_THREAD = new RuntimeOptions(1);

  /** Checks the range. */
  public RuntimeOptions {
    requireWithin("threads", threads);
    requireWithin("batch", batch);
  }

  /**
   * Creates options for one image an inference.
   *
   * @param threads threads within an operator, at least 1
   */
  public RuntimeOptions(int threads) {
    this(threads, 1);
  }

  private static void requireWithin(String name, int value) {
    if (value < 1 || value > MOST) {
      throw new InvalidInputException(
          "%s must lie within 1 and %d, not %d".formatted(name, MOST, value));
    }
  }

  /**
   * Returns the fixed options as text for a table's fingerprint.
   *
   * @return the options other than threads and batch
   */
  public String description() {
    return "cpu-provider sequential inter-op=1 optimizations=all spinning=off pinned-buffers";
  }
}
