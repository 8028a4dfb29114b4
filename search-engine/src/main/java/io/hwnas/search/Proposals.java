package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Finds networks worth an evaluation: not evaluated before, not proposed twice at once, within the
 * cheap constraints. Every search for one is bounded, so an algorithm on a space that has none left
 * hears so instead of looking for ever.
 */
final class Proposals {
  private static final int ATTEMPTS = 24;
  private static final int DRAWS = 60;
  private static final int REPAIRS = 60;

  private final SearchProblem problem;
  private final Evaluations evaluations;
  private final DecisionVector feasible;
  private final Variation variation;
  private final RandomGenerator random;

  /** Takes a network within the cheap constraints, which draws lean towards. */
  Proposals(
      SearchProblem problem,
      Evaluations evaluations,
      DecisionVector feasible,
      Variation variation,
      RandomGenerator random) {
    this.problem = problem;
    this.evaluations = evaluations;
    this.feasible = feasible;
    this.variation = variation;
    this.random = random;
  }

  boolean worth(DecisionVector vector, Set<DecisionVector> taken) {
    return !taken.contains(vector)
        && !evaluations.evaluated(vector)
        && evaluations.feasible(vector);
  }

  /** Returns the first made vector that is worth it, or else a random one. */
  Optional<DecisionVector> made(Supplier<DecisionVector> maker, Set<DecisionVector> taken) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      DecisionVector vector = repaired(maker.get());
      if (worth(vector, taken)) {
        return Optional.of(vector);
      }
    }
    return drawn(taken);
  }

  /**
   * Returns a vector within the cheap constraints that has most of another's blocks: single changes
   * that bring it nearer are kept, a bounded number of times.
   */
  DecisionVector repaired(DecisionVector vector) {
    DecisionVector nearest = vector;
    double violation = evaluations.violation(vector);
    for (int step = 0; step < REPAIRS && violation > 0; step++) {
      DecisionVector changed = variation.step(nearest, random);
      double remaining = evaluations.violation(changed);
      if (remaining < violation) {
        nearest = changed;
        violation = remaining;
      }
    }
    return nearest;
  }

  /**
   * Returns a random vector that is worth it: drawn evenly at first, then ever nearer to the
   * network known to be within the constraints, at last beside it.
   */
  Optional<DecisionVector> drawn(Set<DecisionVector> taken) {
    for (int draw = 0; draw < DRAWS; draw++) {
      double towards = Math.max(0, (draw - DRAWS / 3.0) / DRAWS * 1.5);
      DecisionVector vector = problem.sample(random);
      if (towards > 0) {
        vector = variation.blend(vector, feasible, towards, random);
      }
      if (worth(vector, taken)) {
        return Optional.of(vector);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns up to so many networks to begin with: the one known to be within the constraints, the
   * smallest and the largest if they are, and random ones.
   */
  List<DecisionVector> first(int count) {
    Set<DecisionVector> first = new LinkedHashSet<>(List.of(feasible));
    SearchSpace space = problem.space();
    for (DecisionVector end : List.of(space.smallest(), space.largest())) {
      if (evaluations.feasible(end)) {
        first.add(end);
      }
    }
    Optional<DecisionVector> drawn = drawn(first);
    while (first.size() < count && drawn.isPresent()) {
      first.add(drawn.get());
      drawn = drawn(first);
    }
    return new ArrayList<>(first).subList(0, Math.min(count, first.size()));
  }
}
