package io.hwnas.netadapt;

import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LayerGraph;
import java.util.Map;
import java.util.Optional;

/**
 * A network on NetAdapt's way; equal where the architectures are.
 *
 * @param architecture the architecture
 * @param latencyMillis its predicted latency
 * @param origin what it was cut from; empty for the first network
 */
record Variant(Architecture architecture, double latencyMillis, Optional<Origin> origin) {
  /**
   * Where a network comes from.
   *
   * @param source the larger network that its weights are cut from
   * @param step the step that it was proposed in
   * @param proposal how it differs from the network that it was proposed for
   * @param label tells it from all other networks of the step
   */
  record Origin(Variant source, int step, Proposal proposal, String label) {}

  static Variant first(Architecture architecture, double latencyMillis) {
    return new Variant(architecture, latencyMillis, Optional.empty());
  }

  Variant from(Origin place) {
    return new Variant(architecture, latencyMillis, Optional.of(place));
  }

  /** Lowers it, which takes less than to keep what many networks are lowered to. */
  LayerGraph graph() {
    return LayerGraph.of(architecture);
  }

  Origin cameFrom() {
    return origin.orElseThrow();
  }

  /** Returns how many fine-tunings its weights have seen. */
  int tunings() {
    int tunings = 0;
    for (Variant at = this; at.origin().isPresent(); at = at.cameFrom().source()) {
      tunings++;
    }
    return tunings;
  }

  /** Tells whether another network can be cut from this one. */
  boolean contains(LayerGraph other) {
    Map<String, ChannelGroup> groups = graph().channelGroups();
    return other.channelGroups().values().stream()
        .allMatch(group -> groups.get(group.id()).channels() >= group.channels());
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
