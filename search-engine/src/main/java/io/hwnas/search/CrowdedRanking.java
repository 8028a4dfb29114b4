package io.hwnas.search;

import java.util.ArrayList;
import java.util.Arrays;
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
    List<List<Integer>> fronts = new ArrayList<>();
    for (int place = 0; place < ranks.length; place++) {
      while (fronts.size() <= ranks[place]) {
        fronts.add(new ArrayList<>());
      }
      fronts.get(ranks[place]).add(place);
    }
    fronts.forEach(front -> spread(population, front));
  }

  private void spread(List<Fitness> population, List<Integer> front) {
    int losses = population.get(front.get(0)).losses();
    for (int loss = 0; loss < losses; loss++) {
      spread(population, front, loss);
    }
  }

  /** Adds how far apart the neighbours of each are in one loss, as a share of its range. */
  private void spread(List<Fitness> population, List<Integer> front, int loss) {
    Integer[] sorted = front.toArray(Integer[]::new);
    Arrays.sort(
        sorted,
        (a, b) -> Double.compare(population.get(b).loss(loss), population.get(a).loss(loss)));
    int last = sorted.length - 1;
    double range = population.get(sorted[0]).loss(loss) - population.get(sorted[last]).loss(loss);
    for (int i = 1; i < last && range > 0; i++) {
      double above = population.get(sorted[i - 1]).loss(loss);
      distances[sorted[i]] += (above - population.get(sorted[i + 1]).loss(loss)) / range;
    }
    distances[sorted[0]] = Double.POSITIVE_INFINITY;
    distances[sorted[last]] = Double.POSITIVE_INFINITY;
  }

  /** Returns a comparator of places in the population: the better place first. */
  Comparator<Integer> betterFirst() {
    return (one, other) ->
        ranks[one] != ranks[other]
            ? Integer.compare(ranks[one], ranks[other])
            : Double.compare(distances[other], distances[one]);
  }

  /** Returns the places of the population, best first; equals in the order of the population. */
  List<Integer> order() {
    return IntStream.range(0, ranks.length).boxed().sorted(betterFirst()).toList();
  }

  int rank(int place) {
    return ranks[place];
  }

  double distance(int place) {
    return distances[place];
  }
}
