package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Networks that a predictor of one objective is asked about: all of the space where it is small, or
 * else such as are one or two blocks away from the best, children of these, and random ones.
 */
final class CandidatePool {
  /** Vectors of the greatest space whose networks are all considered. */
  private static final int MOST_VECTORS = 1 << 14;

  private static final int BRED = 300;

  /** The best networks, which others are bred from. */
  private static final int PARENTS = 10;

  private final Exploration exploration;
  private final List<DecisionVector> all;

  CandidatePool(SearchProblem problem, Exploration exploration) {
    this.exploration = exploration;
    this.all =
        problem.space().size().compareTo(BigInteger.valueOf(MOST_VECTORS)) <= 0
            ? every(problem)
            : List.of();
  }

  /** Returns every network of a space, by canonical vector. */
  private static List<DecisionVector> every(SearchProblem problem) {
    int[] choices =
        problem.space().decisions().stream()
            .mapToInt(decision -> decision.choices().size())
            .toArray();
    Set<DecisionVector> every = new LinkedHashSet<>();
    int[] vector = new int[choices.length];
    int place;
    do {
      every.add(problem.canonical(DecisionVector.of(vector)));
      place = 0;
      while (place < choices.length && ++vector[place] == choices[place]) {
        vector[place] = 0;
        place++;
      }
    } while (place < choices.length);
    return List.copyOf(every);
  }

  /**
   * Returns networks worth an evaluation, none of them twice.
   *
   * @param ranked all networks that were evaluated
   */
  List<DecisionVector> candidates(List<Ranked> ranked) {
    return all.isEmpty()
        ? bred(ranked.stream().sorted(Comparator.reverseOrder()).limit(PARENTS).toList())
        : all.stream().filter(vector -> exploration.proposals().worth(vector, Set.of())).toList();
  }

  private List<DecisionVector> bred(List<Ranked> parents) {
    RandomGenerator random = exploration.random();
    Variation variation = exploration.variation();
    Supplier<DecisionVector> parent = () -> parents.get(random.nextInt(parents.size())).decisions();
    Set<DecisionVector> bred = new LinkedHashSet<>();
    bred.addAll(exploration.made(BRED / 2, () -> variation.step(parent.get(), random)));
    bred.addAll(exploration.made(BRED / 4, () -> variation.exchange(parent.get(), random)));
    bred.addAll(
        exploration.made(
            BRED / 2,
            () -> variation.mutate(variation.cross(parent.get(), parent.get(), random), random)));
    bred.addAll(exploration.drawn(BRED / 4));
    return new ArrayList<>(bred);
  }
}
