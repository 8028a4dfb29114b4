package io.hwnas.results;

import java.util.OptionalDouble;

/**
 * One network tried in a run.
 *
 * @param id its number within the run, from 1, in the order of asking
 * @param spec what it tries
 * @param state how far it has come
 */
public record Trial(long id, TrialSpec spec, TrialState state) {
  /**
   * Returns what it scored in one objective.
   *
   * @param objective name of the objective
   * @return the score, empty if it has none
   */
  public OptionalDouble score(String objective) {
    for (ObjectiveValue score : state.scores()) {
      if (score.name().equals(objective)) {
        return OptionalDouble.of(score.value());
      }
    }
    return OptionalDouble.empty();
  }
}
