package io.hwnas.netadapt;

import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.util.Optional;

/**
 * A network on NetAdapt's way; equal where the architectures are.
 *
 * @param architecture the architecture
 * @param graph its lowering
 * @param latencyMillis its predicted latency
 * @param origin what it was cut from; empty for the first network
 */
record Variant(
    Architecture architecture, LayerGraph graph, double latencyMillis, Optional<Origin> origin) {
  /**
   * Where a network comes from.
   *
   * @param parent the larger network
   * @param step the step that it was proposed in
   * @param proposal how it differs from its parent
   */
  record Origin(Variant parent, int step, Proposal proposal) {}

  static Variant first(Architecture architecture, double latencyMillis) {
    return new Variant(architecture, LayerGraph.of(architecture), latencyMillis, Optional.empty());
  }

  Variant cut(int step, Proposal proposal) {
    Architecture smaller = ProposalScan.apply(architecture, proposal);
    return new Variant(
        smaller,
        LayerGraph.of(smaller),
        proposal.latencyMillis(),
        Optional.of(new Origin(this, step, proposal)));
  }

  Origin cameFrom() {
    return origin.orElseThrow();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Variant that && architecture.equals(that.architecture);
  }

  @Override
  public int hashCode() {
    return architecture.hashCode();
  }
}
