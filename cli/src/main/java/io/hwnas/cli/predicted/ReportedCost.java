package io.hwnas.cli.predicted;

import io.hwnas.results.CostAxis;
import io.hwnas.results.Trial;
import io.hwnas.search.Reward;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the report of a search draws accuracy against: the first latency table, or else the first
 * objective, limited measure or rewarded cost that is neither accuracy nor cross-entropy.
 *
 * @param measure its name; empty where there is none
 * @param axis how it is drawn
 */
record ReportedCost(String measure, CostAxis axis) {
  static ReportedCost of(PredictedSearchConfig config) {
    String measure =
        Stream.of(
                config.tables().keySet(),
                config.objectives(),
                config.constraints().keySet(),
                rewarded(config.reward()))
            .flatMap(Collection::stream)
            .filter(name -> !PredictedSearchConfig.QUALITIES.contains(name))
            .findFirst()
            .orElse("");
    return new ReportedCost(
        measure,
        switch (measure) {
          case PredictedSearchConfig.MADDS -> CostAxis.MADDS;
          case PredictedSearchConfig.PARAMS -> CostAxis.PARAMS;
          case PredictedSearchConfig.PEAK_BYTES -> CostAxis.PEAK_BYTES;
          default -> CostAxis.LATENCY;
        });
  }

  private static List<String> rewarded(Reward reward) {
    return reward instanceof Reward.Weighted weighted ? List.of(weighted.cost()) : List.of();
  }

  /** Returns a trial's cost on the axis, if it has one. */
  OptionalDouble of(Trial trial) {
    OptionalDouble score = trial.score(measure);
    return score.isPresent()
        ? OptionalDouble.of(axis.scale() * score.getAsDouble())
        : OptionalDouble.empty();
  }
}
