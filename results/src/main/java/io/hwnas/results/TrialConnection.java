package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** How a {@link TrialStore} opens its file. */
final class TrialConnection {
  private static final int BUSY_MILLIS = 5000;

  private TrialConnection() {}

  static Connection writing(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    return connect(file, config, "jdbc:sqlite:" + file);
  }

  /** A reader in WAL mode writes beside the file; where it cannot, a closed file needs no WAL. */
  static Connection reading(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file; is this a run?");
    }
    Path folder = file.toAbsolutePath().getParent();
    boolean closed = Files.notExists(folder.resolve(file.getFileName() + "-wal"));
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    String url =
        closed && !Files.isWritable(folder)
            ? "jdbc:sqlite:%s?immutable=1".formatted(file.toUri())
            : "jdbc:sqlite:" + file;
    return connect(file, config, url);
  }

  private static Connection connect(Path file, SQLiteConfig config, String url) {
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      return config.createConnection(url);
    } catch (SQLException e) {
      throw TrialFailure.of(file, e);
    }
  }
}
