package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;

/** A network between two steps. */
record Network(
    Architecture architecture,
    LayerGraph graph,
    Weights weights,
    double latencyMillis,
    double accuracy) {
  static Network of(
      Architecture architecture, Weights weights, double latencyMillis, double accuracy) {
    return new Network(architecture, LayerGraph.of(architecture), weights, latencyMillis, accuracy);
  }

  /** Returns how good it is to go from here to a proposal. */
  double merit(Proposal proposal, double accuracyThen) {
    return ScoredProposal.merit(accuracyThen - accuracy, cutMillis(proposal));
  }

  double cutMillis(Proposal proposal) {
    return latencyMillis - proposal.latencyMillis();
  }
}
