package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import java.util.List;
import java.util.Map;

/** Where a search keeps its trials: the little of {@link TrialStore} that it needs. */
public interface TrialLog {
  /**
   * Adds trials as queued, in order, or returns those that are there.
   *
   * @param specs what they try
   * @return the trials, in the order of {@code specs}, in whatever state they have
   */
  List<Trial> addAll(List<TrialSpec> specs);

  /**
   * Returns the trials of a search that was begun before.
   *
   * @return every trial added, in order, in whatever state it has
   */
  List<Trial> trials();

  /**
   * Moves trials to other states; called by several threads at once.
   *
   * @param states new states by the trials' numbers
   * @return the trials as they stand now, in the order of {@code states}
   */
  List<Trial> updateAll(Map<Long, TrialState> states);

  /**
   * Moves one trial to another state.
   *
   * @param id the trial's number
   * @param state its new state
   * @return the trial as it stands now
   */
  default Trial update(long id, TrialState state) {
    return updateAll(Map.of(id, state)).get(0);
  }

  /**
   * Tells whether trials are kept with their architectures written out, for others to read.
   *
   * @return whether they are; else their decisions alone must do
   */
  default boolean keepsArchitectures() {
    return true;
  }

  /**
   * Returns a log that keeps trials in a run's store, with their architectures.
   *
   * @param store the store, open for writing
   * @return the log
   */
  static TrialLog of(TrialStore store) {
    return new StoredTrialLog(store, true);
  }

  /**
   * Returns a log that keeps trials in a run's store by their decisions alone, in a fifth of the
   * room, for runs whose configuration says all of their space. A run that was begun with
   * architectures goes on with them.
   *
   * @param store the store, open for writing
   * @return the log
   */
  static TrialLog byDecisions(TrialStore store) {
    boolean begunWith =
        store.find(1).filter(trial -> !trial.spec().architectureYaml().isEmpty()).isPresent();
    return new StoredTrialLog(store, begunWith);
  }

  /**
   * Returns a log that keeps trials in memory alone.
   *
   * @return a new, empty log
   */
  static TrialLog inMemory() {
    return new MemoryTrialLog();
  }
}
