package io.hwnas.results;

import java.time.Duration;
import java.util.List;

/** How far a trial has come. */
public sealed interface TrialState {
  /** Asked for, not begun. */
  record Queued() implements TrialState {}

  /** Being evaluated; a trial that was running when its process died is queued again. */
  record Running() implements TrialState {}

  /**
   * Evaluated.
   *
   * @param objectives what it scored
   * @param duration how long the evaluation took
   */
  record Done(List<ObjectiveValue> objectives, Duration duration) implements TrialState {
    /** Copies the list. */
    public Done {
      objectives = List.copyOf(objectives);
    }
  }

  /**
   * Could not be evaluated.
   *
   * @param cause one line that says why
   * @param duration how long it was tried
   */
  record Failed(String cause, Duration duration) implements TrialState {}

  /**
   * Outside a hard limit, so never trained or scored further.
   *
   * @param reason one line that names the limit, such as {@code 0.41 ms, budget 0.30 ms}
   * @param objectives what was known by then, such as its latency; may be empty
   * @param duration how long the evaluation took; zero where the limit was on what costs nothing
   */
  record Infeasible(String reason, List<ObjectiveValue> objectives, Duration duration)
      implements TrialState {
    /** Copies the list. */
    public Infeasible {
      objectives = List.copyOf(objectives);
    }
  }

  /**
   * Returns the state's name as it stands in the store: {@code QUEUED}, {@code RUNNING}, {@code
   * DONE}, {@code FAILED} or {@code INFEASIBLE}.
   *
   * @return the name
   */
  default String label() {
    if (this instanceof Queued) {
      return "QUEUED";
    } else if (this instanceof Running) {
      return "RUNNING";
    } else if (this instanceof Done) {
      return "DONE";
    } else if (this instanceof Failed) {
      return "FAILED";
    }
    return "INFEASIBLE";
  }

  /**
   * Returns what the trial scored so far.
   *
   * @return the scores, empty unless done or infeasible
   */
  default List<ObjectiveValue> scores() {
    if (this instanceof Done done) {
      return done.objectives();
    }
    return this instanceof Infeasible infeasible ? infeasible.objectives() : List.of();
  }

  /**
   * Returns how long the evaluation took.
   *
   * @return the duration, zero unless the trial is finished
   */
  default Duration elapsed() {
    if (this instanceof Done done) {
      return done.duration();
    } else if (this instanceof Failed failed) {
      return failed.duration();
    }
    return this instanceof Infeasible infeasible ? infeasible.duration() : Duration.ZERO;
  }

  /**
   * Returns why the trial ended without a place among the others.
   *
   * @return one line, empty unless failed or infeasible
   */
  default String reason() {
    if (this instanceof Failed failed) {
      return failed.cause();
    }
    return this instanceof Infeasible infeasible ? infeasible.reason() : "";
  }

  /**
   * Tells whether nothing more will happen to the trial.
   *
   * @return whether it is done, failed or infeasible
   */
  default boolean finished() {
    return !(this instanceof Queued || this instanceof Running);
  }
}
