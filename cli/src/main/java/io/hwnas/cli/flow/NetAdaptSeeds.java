package io.hwnas.cli.flow;

import io.hwnas.cli.output.Units;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the networks of a search that NetAdapt may start from.
 *
 * @param budget what NetAdapt must reach
 * @param count the most to choose
 * @param merit what makes one network better than another
 * @param leastMillis the least latency that shrinking a network can reach
 */
record NetAdaptSeeds(
    Budget budget, int count, ToDoubleFunction<Trial> merit, ToDoubleFunction<Trial> leastMillis) {
  /**
   * Returns the best networks above the budget that shrinking can bring within it, as MobileNetV3's
   * seeds were slower than their target (section 4); where there are none, the best within it.
   *
   * @throws InvalidInputException if there are none of either
   */
  List<Trial> of(List<Trial> trials) {
    List<Trial> ranked =
        trials.stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .sorted(
                Comparator.comparingDouble(merit)
                    .reversed()
                    .thenComparingDouble(NetAdaptSeeds::latency)
                    .thenComparingLong(Trial::id))
            .toList();
    List<Trial> slower = ranked.stream().filter(trial -> !within(latency(trial))).toList();
    List<Trial> reaching =
        slower.stream()
            .filter(trial -> within(leastMillis.applyAsDouble(trial)))
            .limit(count)
            .toList();
    if (!reaching.isEmpty()) {
      return reaching;
    }
    List<Trial> fast =
        ranked.stream().filter(trial -> within(latency(trial))).limit(count).toList();
    if (fast.isEmpty()) {
      throw outOfReach(slower);
    }
    return fast;
  }

  private InvalidInputException outOfReach(List<Trial> slower) {
    double fastest = least(slower, NetAdaptSeeds::latency);
    return new InvalidInputException(
        ("none of the %d networks searched is within %s: the fastest takes %s, and the least that"
                + " shrinking reaches is %s; raise latency.budget-millis, lower search.head-room or"
                + " name more of netadapt.kinds")
            .formatted(
                slower.size(),
                Units.millis(budget.millis()),
                Units.millis(fastest),
                Units.millis(Math.min(fastest, least(slower, leastMillis)))));
  }

  private static double least(List<Trial> trials, ToDoubleFunction<Trial> millis) {
    return trials.stream().mapToDouble(millis).min().orElseThrow();
  }

  private boolean within(double millis) {
    return millis <= budget.millis();
  }

  private static double latency(Trial trial) {
    return trial.score(Objectives.LATENCY).orElseThrow();
  }
}
