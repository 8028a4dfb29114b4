package io.hwnas.netadapt;

import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what can be cut from an architecture, by predicted latency. */
final class ProposalScan {
  private final LatencyModel latency;
  private final NetAdaptSettings settings;
  private final int channelStep;

  ProposalScan(LatencyModel latency, NetAdaptSettings settings) {
    this.latency = latency;
    this.settings = settings;
    this.channelStep = settings.channelStep();
  }

  double millis(Architecture architecture) {
    return latency.predict(LayerGraph.of(architecture)).millis();
  }

  /** Tells the latency model that proposals of an architecture come next. */
  void chosen(Architecture architecture) {
    latency.chosen(LayerGraph.of(architecture));
  }

  /** Returns the latency with every group that may shrink at its least size. */
  double leastMillis(Architecture architecture) {
    return millis(least(architecture));
  }

  /** Refuses a network that is above the budget even with all its groups at their least size. */
  void requireReachable(Architecture architecture) {
    double startMillis = millis(architecture);
    if (startMillis > settings.budgetMillis()) {
      double least = leastMillis(architecture);
      if (least > settings.budgetMillis()) {
        throw settings.unreachable(least, startMillis);
      }
    }
  }

  private Architecture least(Architecture architecture) {
    Architecture least = architecture;
    for (ChannelGroup group : groups(architecture)) {
      if (group.channels() > channelStep) {
        least = Shrinking.shrink(least, group.id(), channelStep);
      }
    }
    return least;
  }

  /**
   * Returns at most one proposal a group, all different: the most channels with which the network's
   * latency is at most the target.
   */
  List<Proposal> proposals(Architecture architecture, double targetMillis) {
    List<Proposal> proposals = new ArrayList<>();
    Set<Architecture> seen = new HashSet<>();
    for (ChannelGroup group : groups(architecture)) {
      scan(architecture, group, targetMillis)
          .filter(found -> seen.add(apply(architecture, found)))
          .ifPresent(proposals::add);
    }
    return List.copyOf(proposals);
  }

  /** Scans all sizes downwards, for latency need not fall with channels. */
  private Optional<Proposal> scan(
      Architecture architecture, ChannelGroup group, double targetMillis) {
    int most = (group.channels() - 1) / channelStep * channelStep;
    for (int channels = most; channels >= channelStep; channels -= channelStep) {
      double millis = millis(Shrinking.shrink(architecture, group.id(), channels));
      if (millis <= targetMillis) {
        return Optional.of(new Proposal(group.id(), channels, millis));
      }
    }
    return Optional.empty();
  }

  static Architecture apply(Architecture architecture, Proposal proposal) {
    return Shrinking.shrink(architecture, proposal.group(), proposal.channels());
  }

  /** Returns the groups that may shrink. */
  List<ChannelGroup> groups(Architecture architecture) {
    return ChannelGroups.adjustable(architecture).stream()
        .filter(group -> settings.kinds().contains(group.kind()))
        .toList();
  }
}
