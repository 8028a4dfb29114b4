package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every network a run tried, with its state and scores, in one SQLite file.
 *
 * <p>One process writes (the run directory's lock sees to that), any number read. A trial is
 * identified by its stage and identity, so a resumed run that asks for it again gets the one that
 * is there. Safe for use by several threads; each call is one transaction.
 *
 * <p>The file is in WAL mode with {@code synchronous = NORMAL}: a killed process loses nothing, a
 * power cut may lose the last trials but never damages the file. More is not needed, as a lost
 * trial is asked for again, and what it measured stands in the {@link Journal}, which is synced.
 */
public final class TrialStore implements AutoCloseable {
  private final Path file;
  private final Connection connection;

  private TrialStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a store, or creates an empty one; trials found running are queued again.
   *
   * @param file the SQLite file
   * @return the store
   * @throws InvalidInputException if the file is no store of this version or cannot be written
   */
  public static TrialStore open(Path file) {
    TrialStore store = new TrialStore(file, TrialConnection.writing(file));
    store.closingOnFailure(
        () ->
            store.inTransaction(
                () -> {
                  TrialSchema.prepare(file, store.connection);
                  TrialRows.queueRunning(store.connection);
                  return null;
                }));
    return store;
  }

  /**
   * Opens a store for reading alone.
   *
   * @param file the SQLite file
   * @return the store
   * @throws InvalidInputException if the file is missing or no store of this version
   */
  public static TrialStore read(Path file) {
    TrialStore store = new TrialStore(file, TrialConnection.reading(file));
    store.closingOnFailure(
        () ->
            store.guarded(
                () -> {
                  TrialSchema.check(file, store.connection);
                  return null;
                }));
    return store;
  }

  /**
   * Adds a trial as queued, or returns the one that is there.
   *
   * @param spec what it tries
   * @return the trial, in whatever state it has
   * @throws IllegalStateException if its stage and identity stand for another network
   */
  public Trial add(TrialSpec spec) {
    return addAll(List.of(spec)).get(0);
  }

  /**
   * Adds trials as queued, in order and in one transaction, or returns those that are there.
   *
   * @param specs what they try
   * @return the trials, in the order of {@code specs}
   * @throws IllegalStateException if a stage and identity stand for another network
   */
  public synchronized List<Trial> addAll(List<TrialSpec> specs) {
    return inTransaction(
        () -> {
          List<Trial> trials = new ArrayList<>();
          for (TrialSpec spec : specs) {
            trials.add(insertOrFind(spec));
          }
          return List.copyOf(trials);
        });
  }

  /**
   * Moves a trial to another state.
   *
   * <p>A finished trial keeps its state: finishing it again the same way changes nothing, not even
   * its duration.
   *
   * @param id the trial's number
   * @param state its new state
   * @return the trial as it stands now
   * @throws IllegalStateException if it is finished otherwise
   * @throws IllegalArgumentException if there is no such trial
   */
  public Trial update(long id, TrialState state) {
    return updateAll(Map.of(id, state)).get(0);
  }

  /**
   * Moves trials to other states, in one transaction.
   *
   * @param states new states by the trials' numbers; finished trials are treated as by {@link
   *     #update}
   * @return the trials as they stand now, in the order of {@code states}
   * @throws IllegalStateException if one is finished otherwise
   * @throws IllegalArgumentException if one does not exist
   */
  public synchronized List<Trial> updateAll(Map<Long, TrialState> states) {
    return inTransaction(
        () -> {
          List<Trial> trials = new ArrayList<>();
          for (Map.Entry<Long, TrialState> entry : states.entrySet()) {
            trials.add(move(entry.getKey(), entry.getValue()));
          }
          return List.copyOf(trials);
        });
  }

  private Trial move(long id, TrialState state) throws SQLException {
    Trial trial = select(id).orElseThrow(() -> new IllegalArgumentException(noTrial(id)));
    if (trial.state().finished()) {
      if (!TrialRows.sameOutcome(trial.state(), state)) {
        throw new IllegalStateException(
            "%s: trial %d is %s and cannot become %s".formatted(file, id, trial.state(), state));
      }
      return trial;
    }
    TrialRows.updateState(connection, id, state);
    return new Trial(id, trial.spec(), state);
  }

  /**
   * Returns a trial by its number.
   *
   * @param id the number
   * @return the trial, if there is one
   */
  public synchronized Optional<Trial> find(long id) {
    return guarded(() -> select(id));
  }

  /**
   * Returns a trial by what identifies it.
   *
   * @param stage its stage
   * @param identity its identity within the stage
   * @return the trial, if there is one
   */
  public synchronized Optional<Trial> find(String stage, String identity) {
    return guarded(() -> select(stage, identity));
  }

  /**
   * Returns all trials.
   *
   * @return the trials by number
   */
  public synchronized List<Trial> all() {
    return guarded(() -> TrialRows.select(connection, "1 = 1", statement -> {}));
  }

  /**
   * Returns the trials of one stage.
   *
   * @param stage the stage
   * @return its trials by number
   */
  public synchronized List<Trial> ofStage(String stage) {
    return guarded(
        () ->
            TrialRows.select(connection, "stage = ?", statement -> statement.setString(1, stage)));
  }

  /**
   * Returns a fingerprint of everything in the store but durations: equal for an unbroken run and
   * for the same run killed and resumed.
   *
   * @return SHA-256 in hexadecimal
   */
  public String contentHash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Trial trial : all()) {
        for (String part : TrialRows.content(trial)) {
          byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
          digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the file. */
  @Override
  public synchronized void close() {
    guarded(
        () -> {
          connection.close();
          return null;
        });
  }

  private Trial insertOrFind(TrialSpec spec) throws SQLException {
    Optional<Trial> found = select(spec.stage(), spec.identity());
    if (found.isEmpty()) {
      long id = TrialRows.insert(connection, spec);
      return new Trial(id, spec, new TrialState.Queued());
    }
    if (!found.get().spec().triesTheSameAs(spec)) {
      throw new IllegalStateException(
          "%s: %s %s stands for another network as trial %d"
              .formatted(file, spec.stage(), spec.identity(), found.get().id()));
    }
    return found.get();
  }

  private Optional<Trial> select(long id) throws SQLException {
    return TrialRows.select(connection, "id = ?", statement -> statement.setLong(1, id)).stream()
        .findFirst();
  }

  private Optional<Trial> select(String stage, String identity) throws SQLException {
    return TrialRows.select(
            connection,
            "stage = ? AND identity = ?",
            statement -> {
              statement.setString(1, stage);
              statement.setString(2, identity);
            })
        .stream()
        .findFirst();
  }

  private String noTrial(long id) {
    return "%s: there is no trial %d".formatted(file, id);
  }

  private <R> R inTransaction(TrialRows.Query<R> work) {
    return guarded(
        () -> {
          TrialSchema.execute(connection, "BEGIN IMMEDIATE");
          try {
            R result = work.run();
            TrialSchema.execute(connection, "COMMIT");
            return result;
          } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
          }
        });
  }

  /** Rolls back, unless SQLite has done so itself, as it does when the disk is full. */
  private void undo(Exception failure) {
    try {
      TrialSchema.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private <R> R guarded(TrialRows.Query<R> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw TrialFailure.of(file, e);
    }
  }

  private void closingOnFailure(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }
}
