package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every state that a run's trials passed through, written down by the database itself in the
 * transaction that changes the state.
 *
 * @param trials the run's database, which no process holds
 */
record TrialHistory(Path trials) {
  /** Left running by a killed process any number of times, then evaluated to its end once. */
  private static final String ONCE = "(RUNNING QUEUED )*RUNNING (DONE|INFEASIBLE|FAILED)";

  /** Ruled out without an evaluation, or put down when it was over, as NetAdapt's proposals are. */
  private static final String WITHOUT = "INFEASIBLE|DONE";

  /** Begins to write down; what is there already goes on. */
  void begin() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS history (trial INTEGER, state TEXT)");
      statement.execute(
          """
          CREATE TRIGGER IF NOT EXISTS remember AFTER UPDATE OF state ON trial
          BEGIN INSERT INTO history VALUES (NEW.id, NEW.state); END
          """);
    }
  }

  /** Requires that each trial was evaluated to its end once, and those finished never again. */
  void requireEachEvaluatedOnce() throws SQLException {
    Map<Long, List<String>> states = states();
    int evaluated = 0;
    try (TrialStore store = TrialStore.read(trials)) {
      for (Trial trial : store.all()) {
        String passed = String.join(" ", states.getOrDefault(trial.id(), List.of()));
        boolean search = trial.spec().stage().equals("search");
        boolean done = search && trial.state() instanceof TrialState.Done;
        assertTrue(passed.matches(done ? ONCE : ONCE + "|" + WITHOUT), trial + ": " + passed);
        evaluated += done ? 1 : 0;
      }
      assertEquals(states.size(), store.all().size());
    }
    assertTrue(evaluated > 0, "no trial was evaluated");
  }

  private Map<Long, List<String>> states() throws SQLException {
    Map<Long, List<String>> states = new TreeMap<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT trial, state FROM history ORDER BY rowid")) {
      while (rows.next()) {
        states
            .computeIfAbsent(rows.getLong("trial"), first -> new ArrayList<>())
            .add(rows.getString("state"));
      }
    }
    return states;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + trials);
  }
}
