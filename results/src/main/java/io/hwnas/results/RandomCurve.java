package io.hwnas.results;

import io.hwnas.results.SearchView.Improvement;
import io.hwnas.results.SearchView.RandomSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** How far random search comes with each evaluation. */
final class RandomCurve {
  /**
   * The state after so many evaluations.
   *
   * @param evaluation how many
   * @param bestAccuracy best accuracy so far, or its mean
   * @param hypervolumeShare hypervolume so far over the search's final one, if known
   */
  record Point(int evaluation, double bestAccuracy, OptionalDouble hypervolumeShare) {}

  private RandomCurve() {}

  static List<Point> of(RandomSearch random, SearchProgress search) {
    return random instanceof RandomSearch.Run run
        ? ofRun(run, search)
        : expected(search.firstAccuracies(((RandomSearch.FirstPopulation) random).size()));
  }

  private static List<Point> ofRun(RandomSearch.Run run, SearchProgress search) {
    List<Point> points = new ArrayList<>();
    ParetoFront<Improvement> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    double best = Double.NEGATIVE_INFINITY;
    OptionalDouble share = OptionalDouble.empty();
    for (Improvement one : run.improvements()) {
      best = Math.max(best, one.accuracy());
      if (one.cost().isPresent()) {
        front.offer(one, one.accuracy(), one.cost().getAsDouble());
        share = search.shareOfFinal(front);
      }
      points.add(new Point(one.evaluation(), best, share));
    }
    if (!points.isEmpty()) {
      points.add(new Point(run.evaluations(), best, share));
    }
    return points;
  }

  /** The mean best of each number of networks drawn from these without replacement. */
  private static List<Point> expected(double[] accuracies) {
    double[] sorted = DoubleStream.of(accuracies).sorted().toArray();
    List<Point> points = new ArrayList<>();
    int all = sorted.length;
    for (int drawn = 1; drawn <= all; drawn++) {
      // The chance that the i-th least is the greatest of those drawn: C(i-1, k-1) / C(n, k).
      double chance = (double) drawn / all;
      double mean = 0;
      for (int i = all; i >= drawn; i--) {
        mean += chance * sorted[i - 1];
        chance *= i == 1 ? 0 : (double) (i - drawn) / (i - 1);
      }
      points.add(new Point(drawn, mean, OptionalDouble.empty()));
    }
    return points;
  }
}
