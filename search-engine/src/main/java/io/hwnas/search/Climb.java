package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Iterated local search with the evaluations that an exploration has left. */
final class Climb {
  private static final int BATCH = 8;

  /** Changes of two blocks at once that are tried before a network counts as a peak. */
  private static final int EXCHANGES = 400;

  /** Blocks redrawn in the best network to go on from a peak. */
  private static final int KICKS = 3;

  private final Exploration exploration;
  private final Variation variation;
  private final RandomGenerator random;

  Climb(Exploration exploration, RandomGenerator random) {
    this.exploration = exploration;
    this.variation = exploration.variation();
    this.random = random;
  }

  /** Climbs from the best of some networks, then from changed copies of the best peak. */
  void from(List<Ranked> networks) {
    Optional<Ranked> start = networks.stream().max(Comparator.naturalOrder());
    if (start.isEmpty()) {
      return;
    }
    Ranked best = peak(start.get());
    while (exploration.left() > 0) {
      Ranked from = best;
      List<Ranked> kicked = exploration.evaluate(exploration.made(1, () -> kicked(from)));
      if (kicked.isEmpty()) {
        return;
      }
      Ranked peak = peak(kicked.get(0));
      best = peak.better(best) ? peak : best;
    }
  }

  private DecisionVector kicked(Ranked from) {
    DecisionVector vector = from.decisions();
    for (int i = 0; i < KICKS; i++) {
      vector = variation.mutate(vector, random);
    }
    return vector;
  }

  private Ranked peak(Ranked start) {
    Ranked current = start;
    Optional<Ranked> better = Optional.of(start);
    while (better.isPresent()) {
      current = better.get();
      better = firstBetter(current, singles(current));
      if (better.isEmpty()) {
        better = firstBetter(current, exchanges(current));
      }
    }
    return current;
  }

  private List<DecisionVector> singles(Ranked current) {
    List<DecisionVector> singles = new ArrayList<>(variation.neighbours(current.decisions()));
    Collections.shuffle(singles, new java.util.Random(random.nextLong()));
    return worth(singles);
  }

  private List<DecisionVector> exchanges(Ranked current) {
    List<DecisionVector> exchanges = new ArrayList<>();
    for (int i = 0; i < EXCHANGES; i++) {
      exchanges.add(variation.exchange(current.decisions(), random));
    }
    return worth(exchanges);
  }

  private List<DecisionVector> worth(List<DecisionVector> vectors) {
    Set<DecisionVector> worth = new LinkedHashSet<>();
    for (DecisionVector vector : vectors) {
      if (exploration.proposals().worth(vector, worth)) {
        worth.add(vector);
      }
    }
    return new ArrayList<>(worth);
  }

  /** Evaluates batch by batch until one holds a better network; returns the best of that batch. */
  private Optional<Ranked> firstBetter(Ranked current, List<DecisionVector> vectors) {
    for (int from = 0; from < vectors.size() && exploration.left() > 0; from += BATCH) {
      Optional<Ranked> best =
          exploration
              .evaluate(vectors.subList(from, Math.min(vectors.size(), from + BATCH)))
              .stream()
              .max(Comparator.naturalOrder());
      if (best.isPresent() && best.get().better(current)) {
        return best;
      }
    }
    return Optional.empty();
  }
}
