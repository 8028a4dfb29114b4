package io.hwnas.space;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What comes of work that another thread does. */
public final class Awaited {
  private Awaited() {}

  /**
   * Waits for work to end.
   *
   * @param work the work
   * @param <T> what it gives
   * @return what it gave
   * @throws RuntimeException what it threw, as it threw it; errors too
   */
  public static <T> T result(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
