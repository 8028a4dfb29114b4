package io.hwnas.search;

import io.jenetics.ext.moea.Pareto;
import io.jenetics.util.ISeq;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * NSGA-II's order of a population: by non-dominated front, within a front the less crowded first
 * (Deb et al. 2002, section III). Infinite distances are NSGA-II's for the ends of a front.
 */
final class CrowdedRanking {
  private final int[] ranks;
  private final double[] distances;

  CrowdedRanking(List<Fitness> population) {
    ranks = FrontSort.ranks(population);
    distances = new double[ranks.length];
    int fronts = IntStream.of(ranks).max().orElse(-1) + 1;
    for (int front = 0; front < fronts; front++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < ranks.length; i++) {
        if (ranks[i] == front) {
          members.add(i);
        }
      }
      spread(population, members);
    }
  }

  private void spread(List<Fitness> population, List<Integer> members) {
    if (members.isEmpty() || population.get(members.get(0)).losses() == 0) {
      return;
    }
    double[] spread =
        Pareto.crowdingDistance(
            ISeq.of(members.stream().map(population::get).toList()),
            (a, b, i) -> Double.compare(a.loss(i), b.loss(i)),
            (a, b, i) -> a.loss(i) - b.loss(i),
            Fitness::losses);
    for (int i = 0; i < spread.length; i++) {
      distances[members.get(i)] = spread[i];
    }
  }

  /** Returns a comparator of places in the population: the better place first. */
  Comparator<Integer> betterFirst() {
    return Comparator.<Integer>comparingInt(place -> ranks[place])
        .thenComparing(Comparator.<Integer>comparingDouble(place -> distances[place]).reversed());
  }

  /** Returns the places of the population, best first; equals in the order of the population. */
  List<Integer> order() {
    return IntStream.range(0, ranks.length).boxed().sorted(betterFirst()).toList();
  }

  int rank(int place) {
    return ranks[place];
  }
}
