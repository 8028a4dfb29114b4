package io.hwnas.results;

import io.hwnas.results.ReportData.TrialPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How the front of accuracy and cost grew with each evaluation. */
final class SearchProgress {
  private static final String DONE = "DONE";

  private final List<Point> points = new ArrayList<>();
  private final ParetoFront<TrialPoint> front =
      ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
  private final ReportData data;
  private final double worst;
  private final double limit;
  private final double last;

  /**
   * The state after one evaluation.
   *
   * @param evaluation how many trials had been scored, from 1
   * @param bestAccuracy best accuracy within the budget so far
   * @param hypervolumeShare hypervolume so far over the final one
   */
  record Point(int evaluation, OptionalDouble bestAccuracy, double hypervolumeShare) {}

  SearchProgress(ReportData data) {
    this.data = data;
    List<TrialPoint> scored =
        data.trials().stream().filter(trial -> trial.accuracy().isPresent()).toList();
    double budget = data.budget().orElse(Double.POSITIVE_INFINITY);
    double costliest = scored.stream().mapToDouble(SearchProgress::cost).max().orElse(0);
    worst = scored.stream().mapToDouble(SearchProgress::accuracy).min().orElse(0);
    limit = Math.min(budget, costliest);
    double best = Double.NEGATIVE_INFINITY;
    double volume = 0;
    for (TrialPoint trial : scored) {
      // What a limit that costs an evaluation rejected has an accuracy, too.
      if (cost(trial) <= budget && trial.outcome().equals(DONE)) {
        best = Math.max(best, accuracy(trial));
        if (front.offer(trial, accuracy(trial), cost(trial))) {
          volume = front.hypervolume(worst, limit);
        }
      }
      points.add(
          new Point(
              points.size() + 1,
              best > Double.NEGATIVE_INFINITY ? OptionalDouble.of(best) : OptionalDouble.empty(),
              volume));
    }
    last = volume;
    points.replaceAll(
        point ->
            new Point(
                point.evaluation(),
                point.bestAccuracy(),
                last > 0 ? point.hypervolumeShare() / last : 0));
  }

  List<Point> points() {
    return List.copyOf(points);
  }

  /** The accuracies among the first trials. */
  double[] firstAccuracies(int trials) {
    return data.trials().stream()
        .limit(trials)
        .flatMapToDouble(trial -> trial.accuracy().stream())
        .toArray();
  }

  /** Tells whether there is a front of accuracy and cost. */
  boolean hasVolume() {
    return last > 0;
  }

  /** Returns the hypervolume of another front over the final one, if there is a final one. */
  OptionalDouble shareOfFinal(ParetoFront<?> other) {
    return last > 0
        ? OptionalDouble.of(other.hypervolume(worst, limit) / last)
        : OptionalDouble.empty();
  }

  /** The trials within the budget that none dominates, most accurate first. */
  List<TrialPoint> front() {
    return front.items();
  }

  private static double accuracy(TrialPoint trial) {
    return trial.accuracy().orElseThrow();
  }

  /** Returns the cost; without one, networks differ in accuracy alone. */
  private static double cost(TrialPoint trial) {
    return trial.cost().orElse(0);
  }
}
