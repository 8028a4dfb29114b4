package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.InvalidInputException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a search ends without a network. */
final class NothingFound {
  private NothingFound() {}

  /**
   * Returns the failure to throw: bad input where networks were evaluated and all are beyond the
   * constraints, naming the nearest; else that evaluations failed.
   *
   * @param lastKind the kind of the last failed evaluation
   */
  static RuntimeException of(SearchProblem problem, Collection<Trial> trials, String lastKind) {
    Optional<Trial> nearest =
        trials.stream()
            .filter(trial -> trial.state() instanceof TrialState.Infeasible)
            .min(Comparator.comparingDouble(trial -> problem.violation(trial.state().scores())));
    if (nearest.isEmpty()) {
      return new SearchStoppedException("no evaluation succeeded; " + lastKind, null);
    }
    return new InvalidInputException(
        "none of the %d networks evaluated is within %s; the nearest has %s"
            .formatted(
                trials.size(),
                problem.constraints().stream()
                    .map(Constraint::label)
                    .collect(Collectors.joining(" and ")),
                exceeded(problem, nearest.get().state().scores())));
  }

  /** Says which constraints scores are beyond, and what they ask for. */
  static String exceeded(SearchProblem problem, List<ObjectiveValue> scores) {
    return problem.constraints().stream()
        .filter(limit -> exceeds(problem, limit, scores))
        .map(
            limit -> {
              Objective objective = problem.objective(limit.objective());
              ObjectiveValue score = score(limit, scores).orElseThrow();
              return "%s %s, you asked for %s"
                  .formatted(
                      limit.objective(),
                      limit.text(objective, score),
                      limit.boundText(objective, score));
            })
        .collect(Collectors.joining("; "));
  }

  private static boolean exceeds(
      SearchProblem problem, Constraint limit, List<ObjectiveValue> scores) {
    return score(limit, scores)
        .filter(score -> limit.excludes(problem.objective(limit.objective()).direction(), score))
        .isPresent();
  }

  private static Optional<ObjectiveValue> score(Constraint limit, List<ObjectiveValue> scores) {
    return scores.stream().filter(score -> score.name().equals(limit.objective())).findFirst();
  }
}
