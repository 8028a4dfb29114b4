package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;

/**
 * How libtorch is run.
 *
 * <p>Sums depend on how they are split among threads: results are equal, bit for bit, only at an
 * equal number of threads.
 *
 * @param threads threads that one operator may use
 */
public record TorchOptions(int threads) {
  /** The most threads that can be asked for. */
  public static final int MOST_THREADS = 1024;

  /**
   * Checks the number of threads.
   *
   * @throws InvalidInputException if it is not within 1 to {@value #MOST_THREADS}
   */
  public TorchOptions {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new InvalidInputException(
          "threads must be within 1 to %d, got %d".formatted(MOST_THREADS, threads));
    }
  }

  /**
   * Loads libtorch now, so that it is said before any work where it cannot be.
   *
   * @throws InvalidInputException if it cannot be unpacked or loaded; names the folder
   */
  public void loadLibrary() {
    LibTorch.use(this);
  }
}
