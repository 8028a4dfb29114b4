package io.hwnas.results;

import io.hwnas.results.SearchView.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How unlike the networks of a stretch of the search are: the share of decisions in which two of
 * them, drawn at random, differ (Gini and Simpson's index, mean over the decisions).
 */
final class Diversity {
  private static final int STRETCHES = 20;
  private static final int LEAST = 4;

  /**
   * One stretch.
   *
   * @param from its first evaluation
   * @param to its last evaluation
   * @param share share of decisions in which two of its networks differ
   */
  record Point(int from, int to, double share) {}

  private Diversity() {}

  /** Returns at most twenty stretches of about as many networks each, at least four. */
  static List<Point> overTime(List<Candidate> candidates) {
    int stretches = Math.min(STRETCHES, candidates.size() / LEAST);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < stretches; i++) {
      List<Candidate> stretch =
          candidates.subList(
              i * candidates.size() / stretches, (i + 1) * candidates.size() / stretches);
      points.add(
          new Point(
              stretch.get(0).evaluation(),
              stretch.get(stretch.size() - 1).evaluation(),
              share(stretch.stream().map(Candidate::choices).toList())));
    }
    return points;
  }

  /** Returns the share of decisions in which two of the networks differ; 0 of fewer than two. */
  static double share(List<List<Integer>> networks) {
    if (networks.size() < 2 || networks.get(0).isEmpty()) {
      return 0;
    }
    int decisions = networks.get(0).size();
    double pairs = networks.size() * (networks.size() - 1.0);
    double sum = 0;
    for (int decision = 0; decision < decisions; decision++) {
      Map<Integer, Integer> counts = new HashMap<>();
      for (List<Integer> choices : networks) {
        counts.merge(choices.get(decision), 1, Integer::sum);
      }
      double equal = 0;
      for (int count : counts.values()) {
        equal += count * (count - 1.0);
      }
      sum += 1 - equal / pairs;
    }
    return sum / decisions;
  }
}
