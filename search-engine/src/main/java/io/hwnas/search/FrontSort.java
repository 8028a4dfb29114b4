package io.hwnas.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Non-dominated fronts by efficient non-dominated sorting (Zhang et al. 2015, "An Efficient
 * Approach to Nondominated Sorting for Evolutionary Multiobjective Optimization", ENS-SS): in
 * lexicographic order nothing is dominated by what follows, so each goes to the first front that
 * has no member above it.
 */
final class FrontSort {
  private FrontSort() {}

  /** Returns the front of each, from 0. */
  static int[] ranks(List<Fitness> population) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < population.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> population.get(a).lexicographically(population.get(b)));
    int[] ranks = new int[population.size()];
    List<List<Fitness>> fronts = new ArrayList<>();
    for (int place : order) {
      Fitness one = population.get(place);
      int rank = 0;
      while (rank < fronts.size() && dominated(one, fronts.get(rank))) {
        rank++;
      }
      if (rank == fronts.size()) {
        fronts.add(new ArrayList<>());
      }
      fronts.get(rank).add(one);
      ranks[place] = rank;
    }
    return ranks;
  }

  /** Tells whether a member dominates; the last one is the likeliest. */
  private static boolean dominated(Fitness one, List<Fitness> front) {
    for (int i = front.size() - 1; i >= 0; i--) {
      if (front.get(i).compareTo(one) > 0) {
        return true;
      }
    }
    return false;
  }
}
