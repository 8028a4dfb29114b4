package io.hwnas.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a {@link Trial} stands in the tables of a {@link TrialStore}. */
final class TrialRows {
  private TrialRows() {}

  /** Work on the database. */
  @FunctionalInterface
  interface Query<R> {
    R run() throws SQLException;
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  static long insert(Connection connection, TrialSpec spec) throws SQLException {
    String sql =
        """
        INSERT INTO trial
        (id, stage, identity, decisions, architecture_name, architecture_yaml, seed, state,
         reason, duration_nanos)
        VALUES ((SELECT IFNULL(MAX(id), 0) + 1 FROM trial), ?, ?, ?, ?, ?, ?, 'QUEUED', '', 0)
        RETURNING id
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, spec.stage());
      statement.setString(2, spec.identity());
      statement.setString(3, TrialSpec.text(spec.decisions()));
      statement.setString(4, spec.architectureName());
      statement.setString(5, spec.architectureYaml());
      statement.setLong(6, spec.seed());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  static void queueRunning(Connection connection) throws SQLException {
    String sql = "UPDATE trial SET state = 'QUEUED' WHERE state = 'RUNNING'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  static void updateState(Connection connection, long id, TrialState state) throws SQLException {
    String sql = "UPDATE trial SET state = ?, reason = ?, duration_nanos = ? WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, state.label());
      statement.setString(2, state.reason());
      statement.setLong(3, state.elapsed().toNanos());
      statement.setLong(4, id);
      statement.executeUpdate();
    }
    String objective =
        "INSERT INTO objective (trial_id, position, name, value, uncertainty) VALUES (?,?,?,?,?)";
    try (PreparedStatement statement = connection.prepareStatement(objective)) {
      int position = 0;
      for (ObjectiveValue score : state.scores()) {
        statement.setLong(1, id);
        statement.setInt(2, position++);
        statement.setString(3, score.name());
        statement.setDouble(4, score.value());
        statement.setDouble(5, score.uncertainty());
        statement.executeUpdate();
      }
    }
  }

  static List<Trial> select(Connection connection, String where, Binder binder)
      throws SQLException {
    String sql =
        """
        SELECT id, stage, identity, decisions, architecture_name, architecture_yaml, seed, state,
          reason, duration_nanos, name, value, uncertainty
        FROM trial LEFT JOIN objective ON objective.trial_id = trial.id
        WHERE %s
        ORDER BY id, position
        """
            .formatted(where);
    List<Trial> trials = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        boolean more = rows.next();
        while (more) {
          long id = rows.getLong("id");
          TrialSpec spec = spec(rows);
          String label = rows.getString("state");
          String reason = rows.getString("reason");
          Duration duration = Duration.ofNanos(rows.getLong("duration_nanos"));
          List<ObjectiveValue> scores = new ArrayList<>();
          do {
            if (rows.getString("name") != null) {
              scores.add(score(rows));
            }
            more = rows.next();
          } while (more && rows.getLong("id") == id);
          trials.add(new Trial(id, spec, state(label, reason, duration, scores)));
        }
      }
    }
    return List.copyOf(trials);
  }

  /** Everything about a trial but how long it took. */
  static List<String> content(Trial trial) {
    TrialSpec spec = trial.spec();
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(trial.id()));
    parts.add(spec.stage());
    parts.add(spec.identity());
    parts.add(TrialSpec.text(spec.decisions()));
    parts.add(spec.architectureName());
    parts.add(spec.architectureYaml());
    parts.add(String.valueOf(spec.seed()));
    parts.addAll(outcome(trial.state()));
    return parts;
  }

  static boolean sameOutcome(TrialState one, TrialState other) {
    return outcome(one).equals(outcome(other));
  }

  private static List<String> outcome(TrialState state) {
    List<String> parts = new ArrayList<>(List.of(state.label(), state.reason()));
    for (ObjectiveValue score : state.scores()) {
      parts.add(score.name());
      parts.add(Double.toString(score.value() + 0.0));
      parts.add(Double.toString(score.uncertainty() + 0.0));
    }
    return parts;
  }

  private static TrialSpec spec(ResultSet rows) throws SQLException {
    String decisions = rows.getString("decisions");
    List<Integer> choices =
        decisions.isEmpty()
            ? List.of()
            : Arrays.stream(decisions.split(" ")).map(Integer::valueOf).toList();
    return new TrialSpec(
        rows.getString("stage"),
        rows.getString("identity"),
        choices,
        rows.getString("architecture_name"),
        rows.getString("architecture_yaml"),
        rows.getLong("seed"));
  }

  private static ObjectiveValue score(ResultSet rows) throws SQLException {
    return new ObjectiveValue(
        rows.getString("name"), rows.getDouble("value"), rows.getDouble("uncertainty"));
  }

  private static TrialState state(
      String label, String reason, Duration duration, List<ObjectiveValue> scores) {
    return switch (label) {
      case "QUEUED" -> new TrialState.Queued();
      case "RUNNING" -> new TrialState.Running();
      case "DONE" -> new TrialState.Done(scores, duration);
      case "FAILED" -> new TrialState.Failed(reason, duration);
      case "INFEASIBLE" -> new TrialState.Infeasible(reason, scores, duration);
      default -> throw new IllegalStateException("a trial has the unknown state " + label);
    };
  }
}
