package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns a failure of SQLite into one line that says what to do. */
final class TrialFailure {
  private TrialFailure() {}

  static RuntimeException of(Path file, SQLException cause) {
    if (cause instanceof SQLiteException sqlite) {
      SQLiteErrorCode code = sqlite.getResultCode();
      return switch (code.code & 0xff) {
        case 13 -> FileFailure.full(file, cause);
        case 3, 8, 14 -> FileFailure.denied(file, cause);
        case 10 ->
            new UncheckedIOException(new IOException(file + ": " + cause.getMessage(), cause));
        case 11, 26 ->
            new InvalidInputException(
                "%s: not a database of trials, or damaged; restore it or start a new --run"
                    .formatted(file),
                cause);
        case 5, 6 ->
            new InvalidInputException(
                "%s: another program holds the file; close it and run again with --resume"
                    .formatted(file),
                cause);
        default -> new IllegalStateException(file + ": " + cause.getMessage(), cause);
      };
    }
    return new IllegalStateException(file + ": " + cause.getMessage(), cause);
  }
}
