package io.hwnas.space.io;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of files that users name, before they are opened. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Refuses what is there but is no file: a folder, and a device or pipe, which reading could wait
   * for without end.
   *
   * @param file the file; one that does not exist passes, for opening it says why
   * @param expected what it should be, such as {@code a YAML file}
   * @throws InvalidInputException if it is a folder, device or pipe; names it
   */
  public static void requireRegular(Path file, String expected) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("%s: is a folder, not %s".formatted(file, expected));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInputException("%s: is a device or pipe, not %s".formatted(file, expected));
    }
  }
}
