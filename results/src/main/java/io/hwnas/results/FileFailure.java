package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Turns a failure to read or write a run's files into one line that says what to do. */
final class FileFailure {
  private static final String RESUME =
      "make room and give the same command again, with --resume if it had --run; nothing finished is lost";

  private FileFailure() {}

  static RuntimeException of(Path file, IOException cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof AccessDeniedException
        || text.contains("Permission denied")
        || text.contains("Read-only file system")) {
      return denied(file, cause);
    }
    if (text.contains("No space left")
        || text.contains("Disk quota exceeded")
        || text.contains("File too large")) {
      return full(file, cause);
    }
    if (text.contains("Not a directory")) {
      return new InvalidInputException(
          "%s: lies within what is a file and no folder; choose another place".formatted(file),
          cause);
    }
    if (text.contains("File name too long")) {
      return new InvalidInputException(
          "%s: the name is too long; choose a shorter one".formatted(file), cause);
    }
    return new UncheckedIOException(file + ": " + text, cause);
  }

  static InvalidInputException denied(Path file, Exception cause) {
    return new InvalidInputException(
        "%s: no permission to write; change its permissions or choose another place"
            .formatted(file),
        cause);
  }

  static InvalidInputException full(Path file, Exception cause) {
    return new InvalidInputException("%s: the disk is full; %s".formatted(file, RESUME), cause);
  }
}
