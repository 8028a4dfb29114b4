package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Iterated local search with the evaluations that an exploration has left. */
final class Climb {
  private static final int BATCH = 8;

  /** The best networks that are climbed from before the best peak is shaken. */
  private static final int FINALISTS = 3;

  /** Changes of two blocks at once that are tried before a network counts as a peak. */
  private static final int EXCHANGES = 400;

  /** Times that the best network is mutated to go on from a peak. */
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
    Optional<Ranked> best =
        networks.stream()
            .sorted(Comparator.reverseOrder())
            .limit(FINALISTS)
            .map(this::peak)
            .max(Comparator.naturalOrder());
    while (best.isPresent() && exploration.left() > 0) {
      Ranked from = best.get();
      List<Ranked> kicked = exploration.evaluate(exploration.made(1, () -> kicked(from)));
      if (kicked.isEmpty()) {
        return;
      }
      Ranked peak = peak(kicked.get(0));
      best = Optional.of(peak.better(from) ? peak : from);
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

  /** Every vector one block, or one decision of a stage, away, in random order. */
  private Iterator<DecisionVector> singles(Ranked current) {
    int[] order = new int[variation.singles()];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return Arrays.stream(order)
        .mapToObj(step -> variation.single(current.decisions(), step))
        .iterator();
  }

  private Iterator<DecisionVector> exchanges(Ranked current) {
    return Stream.generate(() -> variation.exchange(current.decisions(), random))
        .limit(EXCHANGES)
        .iterator();
  }

  /** Evaluates batch by batch until one holds a better network; returns the best of that batch. */
  private Optional<Ranked> firstBetter(Ranked current, Iterator<DecisionVector> vectors) {
    while (vectors.hasNext() && exploration.left() > 0) {
      Set<DecisionVector> batch = new LinkedHashSet<>();
      while (batch.size() < BATCH && vectors.hasNext()) {
        DecisionVector vector = vectors.next();
        if (exploration.proposals().worth(vector, batch)) {
          batch.add(vector);
        }
      }
      Optional<Ranked> best =
          exploration.evaluate(new ArrayList<>(batch)).stream().max(Comparator.naturalOrder());
      if (best.isPresent() && best.get().better(current)) {
        return best;
      }
    }
    return Optional.empty();
  }
}
