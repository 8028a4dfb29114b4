package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The tables of a {@link TrialStore} and the version of their format. */
final class TrialSchema {
  private static final int SCHEMA_VERSION = 1;
  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE trial (
            id INTEGER PRIMARY KEY,
            stage TEXT NOT NULL,
            identity TEXT NOT NULL,
            decisions TEXT NOT NULL,
            architecture_name TEXT NOT NULL,
            architecture_yaml TEXT NOT NULL,
            seed INTEGER NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            duration_nanos INTEGER NOT NULL,
            UNIQUE (stage, identity))
          """,
          """
          CREATE TABLE objective (
            trial_id INTEGER NOT NULL REFERENCES trial (id),
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            uncertainty REAL NOT NULL,
            PRIMARY KEY (trial_id, position))
          """);

  private TrialSchema() {}

  /** Creates the tables in an empty file, or checks the version of those that are there. */
  static void prepare(Path file, Connection connection) throws SQLException {
    if (version(connection) == 0) {
      for (String statement : SCHEMA) {
        execute(connection, statement);
      }
      execute(connection, "PRAGMA user_version = " + SCHEMA_VERSION);
    } else {
      check(file, connection);
    }
  }

  static void check(Path file, Connection connection) throws SQLException {
    int version = version(connection);
    if (version != SCHEMA_VERSION) {
      throw new InvalidInputException(
          "%s: trials of format %d, this hwnas reads format %d; use the hwnas that wrote them"
              .formatted(file, version, SCHEMA_VERSION));
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("PRAGMA user_version");
        ResultSet rows = statement.executeQuery()) {
      return rows.getInt(1);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }
}
