package io.hwnas.results;

import io.hwnas.results.ReportData.TrialPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How the front of accuracy and latency grew with each evaluation. */
final class SearchProgress {
  private final List<Point> points = new ArrayList<>();
  private final ParetoFront<TrialPoint> front =
      ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);

  /**
   * The state after one evaluation.
   *
   * @param evaluation how many trials had been scored, from 1
   * @param bestAccuracy best accuracy within the budget so far
   * @param hypervolumeShare hypervolume so far over the final one
   */
  record Point(int evaluation, OptionalDouble bestAccuracy, double hypervolumeShare) {}

  SearchProgress(ReportData data) {
    List<TrialPoint> scored =
        data.trials().stream()
            .filter(trial -> trial.accuracy().isPresent() && trial.latencyMillis().isPresent())
            .toList();
    double budget = data.budgetMillis().orElse(Double.POSITIVE_INFINITY);
    double slowest = scored.stream().mapToDouble(SearchProgress::millis).max().orElse(0);
    double worst = scored.stream().mapToDouble(SearchProgress::accuracy).min().orElse(0);
    double limit = Math.min(budget, slowest);
    double[] volumes = new double[scored.size()];
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scored.size(); i++) {
      TrialPoint trial = scored.get(i);
      if (millis(trial) <= budget) {
        best = Math.max(best, accuracy(trial));
        front.offer(trial, accuracy(trial), millis(trial));
      }
      volumes[i] = front.hypervolume(worst, limit);
      points.add(
          new Point(
              i + 1,
              best > Double.NEGATIVE_INFINITY ? OptionalDouble.of(best) : OptionalDouble.empty(),
              volumes[i]));
    }
    double last = volumes.length == 0 ? 0 : volumes[volumes.length - 1];
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

  /** The trials within the budget that none dominates, most accurate first. */
  List<TrialPoint> front() {
    return front.items();
  }

  private static double accuracy(TrialPoint trial) {
    return trial.accuracy().orElseThrow();
  }

  private static double millis(TrialPoint trial) {
    return trial.latencyMillis().orElseThrow();
  }
}
