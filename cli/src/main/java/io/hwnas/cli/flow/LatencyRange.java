package io.hwnas.cli.flow;

import io.hwnas.cli.config.SearchConfig;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.latency.Confidence;
import io.hwnas.latency.LatencyModel;
import io.hwnas.search.Constraint;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.List;

/**
 * The latencies near the budget: those of the networks that learn in the supernet and are searched.
 *
 * @param model what predicts
 * @param leastMillis the least
 * @param mostMillis the most
 * @param confidence how sure it must be that a network takes no more
 */
record LatencyRange(
    LatencyModel model, double leastMillis, double mostMillis, Confidence confidence) {
  /**
   * Returns the range from a share of the budget, or of the slowest network's latency where even
   * that is within it, to the budget and its head room.
   */
  static LatencyRange around(Budget budget, RunContext context, LatencyModel model) {
    SearchConfig config = context.config().search();
    SearchSpace space = context.space();
    double slowest = millis(model, space.decode(space.largest()));
    return new LatencyRange(
        model,
        config.leastShare() * Math.min(budget.millis(), slowest),
        config.headRoom() * budget.millis(),
        config.confidence());
  }

  /** Returns what is predicted of a network of the space. */
  double millis(Architecture architecture) {
    return millis(model, architecture);
  }

  private static double millis(LatencyModel model, Architecture architecture) {
    return model.predict(LayerGraph.of(architecture)).millis();
  }

  /** Returns the range as limits of a search. */
  List<Constraint> limits() {
    return List.of(Objectives.within(mostMillis, confidence), Objectives.atLeast(leastMillis));
  }

  /** Returns the range's networks as those that learn. */
  SubnetSource subnets() {
    LatencyModel promised = confidence.promised(model);
    return new SubnetSource(
        "%s to %s ms".formatted(leastMillis, mostMillis),
        architecture ->
            millis(architecture) >= leastMillis && millis(promised, architecture) <= mostMillis);
  }
}
