package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Finds out whether a space has networks within the cheap constraints before anything costs.
 *
 * <p>For each constraint it starts from the best of the smallest, the largest and some random
 * networks, and changes one decision at a time for the better until none helps. Latency is nearly a
 * sum over blocks, so this ends at the fastest network or very near it.
 */
final class FeasibilityScan {
  private static final int SAMPLES = 200;
  private static final int ROUNDS = 20;

  private final SearchProblem problem;
  private final Probes probes;
  private final Set<DecisionVector> starts = new LinkedHashSet<>();

  FeasibilityScan(SearchProblem problem, Probes probes, long seed) {
    this.problem = problem;
    this.probes = probes;
    RandomGenerator random = Seeds.of(seed, "search/feasibility-scan");
    SearchSpace space = problem.space();
    starts.add(space.smallest());
    starts.add(space.largest());
    for (int i = 0; i < SAMPLES; i++) {
      starts.add(problem.sample(random));
    }
  }

  /** Returns a network within all cheap constraints, the fastest where latency is the only one. */
  DecisionVector find() {
    List<Constraint> limits = problem.cheapConstraints();
    if (limits.isEmpty()) {
      return problem.space().smallest();
    }
    List<DecisionVector> extremes = new ArrayList<>();
    for (Constraint limit : limits) {
      extremes.add(requireReachable(limit));
    }
    starts.addAll(extremes);
    if (limits.size() == 1) {
      return extremes.get(0);
    }
    DecisionVector nearest = descend(vector -> probes.of(vector).violation());
    Probes.Probe probe = probes.of(nearest);
    if (probe.violation() > 0) {
      throw new InvalidInputException(
          "no network of the space %s found within %s at once, though within each; the nearest has %s: loosen one"
              .formatted(
                  problem.space().name(),
                  limits.stream().map(Constraint::label).collect(Collectors.joining(" and ")),
                  NothingFound.exceeded(problem, probe.scores())));
    }
    return nearest;
  }

  private DecisionVector requireReachable(Constraint limit) {
    Objective objective = problem.objective(limit.objective());
    boolean downwards =
        (objective.direction() == Direction.MINIMISE) == (limit.side() == Constraint.Side.WORSE);
    DecisionVector best = extreme(limit, objective, downwards);
    Probes.Probe probe = probes.of(best);
    if (probe.failure().isPresent()) {
      throw allFailed(probe.failure().get());
    }
    ObjectiveValue value = probe.score(objective.name()).orElseThrow();
    if (limit.excludes(objective.direction(), value)) {
      ObjectiveValue other =
          probes.of(extreme(limit, objective, !downwards)).score(objective.name()).orElseThrow();
      throw new InvalidInputException(
          "no network of the space %s is within %s: %s is %s, you asked for %s (%s is %s; the %s has %s)"
              .formatted(
                  problem.space().name(),
                  limit.label(),
                  superlative(objective, downwards),
                  limit.text(objective, value),
                  limit.boundText(objective, value),
                  superlative(objective, !downwards),
                  limit.text(objective, other),
                  superlative(objective, downwards),
                  new ChoicesText(problem.space()).of(best)));
    }
    return best;
  }

  /** Returns the network of the least or of the greatest value held, or very nearly. */
  private DecisionVector extreme(Constraint limit, Objective objective, boolean least) {
    double sign = least ? 1 : -1;
    return descend(
        vector ->
            probes
                .of(vector)
                .score(objective.name())
                .map(score -> sign * limit.held(objective.direction(), score))
                .orElse(Double.POSITIVE_INFINITY));
  }

  private static RuntimeException allFailed(FailedEvaluation failure) {
    if (failure.getCause() instanceof InvalidInputException input) {
      return input;
    }
    return new SearchStoppedException(
        "no network could be costed: " + failure.getMessage(), failure);
  }

  private static String superlative(Objective objective, boolean downwards) {
    boolean time = objective.unit().equals("ms");
    return downwards ? (time ? "fastest" : "least") : (time ? "slowest" : "greatest");
  }

  /** Returns the vector of least loss among the starts, improved one decision at a time. */
  private DecisionVector descend(ToDoubleFunction<DecisionVector> loss) {
    DecisionVector best = starts.stream().min(Comparator.comparingDouble(loss)).orElseThrow();
    for (int round = 0; round < ROUNDS; round++) {
      DecisionVector before = best;
      for (DecisionVector neighbour : neighbours(best)) {
        if (loss.applyAsDouble(neighbour) < loss.applyAsDouble(best)) {
          best = neighbour;
        }
      }
      if (best.equals(before)) {
        return best;
      }
    }
    return best;
  }

  private List<DecisionVector> neighbours(DecisionVector vector) {
    List<Decision> decisions = problem.space().decisions();
    List<DecisionVector> neighbours = new ArrayList<>();
    for (int place = 0; place < decisions.size(); place++) {
      for (int choice = 0; choice < decisions.get(place).choices().size(); choice++) {
        List<Integer> choices = new ArrayList<>(vector.choices());
        choices.set(place, choice);
        neighbours.add(problem.canonical(new DecisionVector(choices)));
      }
    }
    return neighbours;
  }
}
