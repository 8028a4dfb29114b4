package io.hwnas.space.io;

import java.io.IOException;

/**
 * Does something with a value and may fail as file access fails.
 *
 * @param <T> what it is given
 */
@FunctionalInterface
public interface IOConsumer<T> {
  /**
   * Does it.
   *
   * @param value what it is given
   * @throws IOException if reading or writing fails
   */
  void accept(T value) throws IOException;
}
