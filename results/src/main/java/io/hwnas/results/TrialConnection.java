package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/** How a {@link TrialStore} opens its file. */
final class TrialConnection {
  private static final int BUSY_MILLIS = 5000;

  private TrialConnection() {}

  /**
   * Loads SQLite's native library, if it is not yet.
   *
   * @throws InvalidInputException if it cannot be unpacked or loaded; names the folder
   */
  static void loadLibrary() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      String folder = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
      throw new InvalidInputException(
          "SQLite cannot be loaded; it is unpacked into %s, which needs 2 MiB free and write"
                  .formatted(folder)
              + " permission: set HWNAS_JAVA_OPTS=-Djava.io.tmpdir=FOLDER to another",
          e);
    }
  }

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
    loadLibrary();
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      return config.createConnection(url);
    } catch (SQLException e) {
      throw TrialFailure.of(file, e);
    }
  }
}
