package io.hwnas.search;

import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Search guided by predictors that are fitted to its own trials, for few and costly evaluations:
 * SMS-EGO (Ponweiser et al., PPSN X, 2008) over decisions, but greedy by expectation instead of a
 * confidence bound.
 *
 * <p>After a start with random networks, each round fits a {@link FittedPredictor} to every
 * objective that is costly and breeds candidates from the networks that no other beats. The round
 * evaluates those that are expected to add most to the hypervolume of the front.
 *
 * @param settings how many evaluations; the rest is not used
 */
public record GuidedSearch(SearchSettings settings) implements SearchAlgorithm {
  private static final int BATCH = 8;
  private static final int CANDIDATES = 300;

  /** A round is skipped in favour of random networks while fewer trials succeeded. */
  private static final int LEAST_DONE = 8;

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem,
        context,
        "predictor-guided",
        settings.evaluations(),
        exploration -> {
          int start = Math.max(10, settings.evaluations() / 8);
          exploration.evaluate(exploration.proposals().first(Math.min(start, exploration.left())));
          List<DecisionVector> batch = next(problem, exploration);
          while (!batch.isEmpty()) {
            exploration.evaluate(batch);
            batch = next(problem, exploration);
          }
        });
  }

  private static List<DecisionVector> next(SearchProblem problem, Exploration exploration) {
    int size = Math.min(BATCH, exploration.left());
    List<Trial> done =
        exploration.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .toList();
    if (size == 0 || done.size() < LEAST_DONE) {
      return exploration.drawn(size);
    }
    List<DecisionVector> candidates = candidates(problem, exploration, done);
    return candidates.size() <= size
        ? candidates
        : new Hopes(problem, exploration, done, candidates).choose(size);
  }

  /** Neighbours and children of the networks that no other beats. */
  private static List<DecisionVector> candidates(
      SearchProblem problem, Exploration exploration, List<Trial> done) {
    ParetoFront<DecisionVector> front =
        new ParetoFront<>(problem.objectives().stream().map(Objective::direction).toList());
    for (Trial trial : done) {
      front.offer(new DecisionVector(trial.spec().decisions()), Fitness.values(problem, trial));
    }
    List<DecisionVector> parents = front.items();
    RandomGenerator random = exploration.random();
    Variation variation = exploration.variation();
    Set<DecisionVector> candidates =
        new LinkedHashSet<>(
            exploration.made(
                CANDIDATES / 2,
                () -> variation.step(parents.get(random.nextInt(parents.size())), random)));
    candidates.addAll(
        exploration.made(
            CANDIDATES / 2,
            () ->
                variation.mutate(
                    variation.cross(
                        parents.get(random.nextInt(parents.size())),
                        parents.get(random.nextInt(parents.size())),
                        random),
                    random)));
    return new ArrayList<>(candidates);
  }
}
