package io.hwnas.cli.flow;

import io.hwnas.latency.Confidence;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.results.Direction;
import io.hwnas.search.Constraint;
import io.hwnas.search.Estimate;
import io.hwnas.search.Objective;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;

/** What a run wants of networks, under the names that its trials bear. */
final class Objectives {
  /** Top-1 accuracy on the validation split, a fraction. */
  static final String ACCURACY = "accuracy";

  /** Predicted latency in milliseconds. */
  static final String LATENCY = "latencyMillis";

  /** The key of the limit on latency. */
  private static final String BUDGET = "latency.budget-millis";

  /** Multiply-adds of the network. */
  static final String MADDS = "madds";

  private Objectives() {}

  /** Returns the objective of little latency. */
  static Objective latency(LatencyModel model) {
    return Objective.cheap(
        LATENCY,
        Direction.MINIMISE,
        "ms",
        architecture -> {
          LatencyEstimate estimate = model.predict(LayerGraph.of(architecture));
          return new Estimate(estimate.millis(), estimate.uncertaintyMillis());
        });
  }

  /** Returns the objective of much accuracy. */
  static Objective accuracy(SupernetScores scores) {
    return Objective.ofNetwork(
        ACCURACY, Direction.MAXIMISE, "", Objective.Effort.COSTLY, scores.accuracy());
  }

  /** Returns the objective of much capacity: the work that a network does in its time. */
  static Objective capacity() {
    return Objective.cheap(
        MADDS,
        Direction.MAXIMISE,
        "",
        architecture -> Estimate.of(Cost.of(LayerGraph.of(architecture)).madds()));
  }

  /** Returns the limit on latency. */
  static Constraint within(double budgetMillis, Confidence confidence) {
    return new Constraint(LATENCY, budgetMillis)
        .labelled(BUDGET)
        .withMargin(confidence.standardErrors());
  }

  /** Returns the limit that keeps a search from networks much faster than they need be. */
  static Constraint atLeast(double millis) {
    return new Constraint(LATENCY, millis, Constraint.Side.BETTER);
  }
}
