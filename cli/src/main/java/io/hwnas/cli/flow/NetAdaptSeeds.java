package io.hwnas.cli.flow;

import io.hwnas.cli.output.Units;
import io.hwnas.latency.Confidence;
import io.hwnas.results.ObjectiveValue;
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
 * @param confidence how sure it must be that a network is within the budget
 * @param merit what makes one network better than another
 * @param leastCost the least latency that shrinking a network can reach, or what the caps make of
 *     it if that is more
 */
record NetAdaptSeeds(
    Budget budget,
    int count,
    Confidence confidence,
    ToDoubleFunction<Trial> merit,
    ToDoubleFunction<Trial> leastCost) {
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
                    .thenComparingDouble(this::promised)
                    .thenComparingLong(Trial::id))
            .toList();
    List<Trial> slower = ranked.stream().filter(trial -> !within(promised(trial))).toList();
    List<Trial> reaching =
        slower.stream()
            .filter(trial -> within(leastCost.applyAsDouble(trial)))
            .limit(count)
            .toList();
    if (!reaching.isEmpty()) {
      return reaching;
    }
    List<Trial> fast =
        ranked.stream()
            .filter(trial -> within(promised(trial)))
            .filter(trial -> within(leastCost.applyAsDouble(trial)))
            .limit(count)
            .toList();
    if (fast.isEmpty()) {
      throw outOfReach(slower);
    }
    return fast;
  }

  private InvalidInputException outOfReach(List<Trial> slower) {
    boolean asked = !confidence.equals(Confidence.EVEN);
    double fastest = least(slower, this::promised);
    return new InvalidInputException(
        ("none of the %d networks searched is within %s%s: the fastest takes %s, and the least that"
                + " shrinking reaches is %s; raise latency.budget-millis, lower %s or name more of"
                + " netadapt.kinds")
            .formatted(
                slower.size(),
                Units.millis(budget.millis()),
                asked ? " with confidence " + confidence.probability() : "",
                Units.millis(fastest),
                Units.millis(Math.min(fastest, least(slower, leastCost))),
                asked ? "netadapt.confidence, search.head-room" : "search.head-room"));
  }

  private static double least(List<Trial> trials, ToDoubleFunction<Trial> millis) {
    return trials.stream().mapToDouble(millis).min().orElseThrow();
  }

  private boolean within(double millis) {
    return millis <= budget.millis();
  }

  /** What a network takes at most, with the confidence asked for. */
  private double promised(Trial trial) {
    ObjectiveValue latency =
        trial.state().scores().stream()
            .filter(score -> score.name().equals(Objectives.LATENCY))
            .findFirst()
            .orElseThrow();
    return latency.value() + confidence.standardErrors() * latency.uncertainty();
  }
}
