package io.hwnas.search;

import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Search guided by predictors that are fitted to its own trials, for few and costly evaluations: of
 * one objective EGO (Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive
 * Black-Box Functions", J. Global Optimization 13, 1998), of several SMS-EGO (Ponweiser et al.,
 * PPSN X, 2008), but greedy by expectation instead of a confidence bound.
 *
 * <p>After a start with random networks, each round fits predictors. Of one objective it evaluates
 * those of a {@link CandidatePool} of the greatest expected improvement. Of several it breeds
 * candidates from the networks that no other beats, and evaluates those that are expected to add
 * most to the hypervolume of the front.
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
          Optional<CandidatePool> pool =
              problem.objectives().size() == 1
                  ? Optional.of(new CandidatePool(problem, exploration))
                  : Optional.empty();
          List<DecisionVector> batch = next(problem, exploration, pool);
          while (!batch.isEmpty()) {
            exploration.evaluate(batch);
            batch = next(problem, exploration, pool);
          }
        });
  }

  private static List<DecisionVector> next(
      SearchProblem problem, Exploration exploration, Optional<CandidatePool> pool) {
    int size = Math.min(BATCH, exploration.left());
    List<Trial> done =
        exploration.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .toList();
    if (size == 0 || done.size() < LEAST_DONE) {
      return unguided(exploration, size);
    }
    if (pool.isPresent()) {
      return likeliest(problem, done, pool.get(), size);
    }
    List<DecisionVector> candidates = candidates(problem, exploration, done);
    return candidates.size() <= size
        ? candidates
        : new Hopes(problem, exploration, done, candidates).choose(size);
  }

  /** Random networks, or changed copies where a tight budget leaves none to be drawn. */
  private static List<DecisionVector> unguided(Exploration exploration, int size) {
    List<DecisionVector> drawn = exploration.drawn(size);
    if (!drawn.isEmpty()) {
      return drawn;
    }
    RandomGenerator random = exploration.random();
    List<Trial> known = exploration.trials();
    return exploration.made(
        size,
        () ->
            exploration
                .variation()
                .mutate(
                    new DecisionVector(known.get(random.nextInt(known.size())).spec().decisions()),
                    random));
  }

  /** Chooses from a pool for one objective, or for the reward where one is wanted. */
  private static List<DecisionVector> likeliest(
      SearchProblem problem, List<Trial> done, CandidatePool pool, int size) {
    List<DecisionVector> candidates =
        pool.candidates(done.stream().map(trial -> Ranked.of(problem, trial)).toList());
    if (candidates.size() <= size) {
      return candidates;
    }
    double[] figures =
        done.stream().mapToDouble(trial -> Ranked.of(problem, trial).reward()).toArray();
    List<DecisionVector> networks =
        done.stream().map(trial -> new DecisionVector(trial.spec().decisions())).toList();
    return new ImprovementRanking(networks, figures, candidates).choose(size);
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
