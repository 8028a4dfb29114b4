package io.hwnas.netadapt;

import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what can be cut from an architecture, by predicted latency and caps. */
final class ProposalScan {
  /** How often proposals are looked for again, of which each time fewer are new. */
  private static final int ROUNDS = 4;

  private final LatencyModel latency;
  private final NetAdaptSettings settings;
  private final int channelStep;
  private final ChannelCounts counts;

  ProposalScan(LatencyModel latency, NetAdaptSettings settings) {
    this(latency, settings, ChannelCounts.multiplesOf(settings.channelStep()));
  }

  ProposalScan(LatencyModel latency, NetAdaptSettings settings, ChannelCounts counts) {
    this.latency = latency;
    this.settings = settings;
    this.channelStep = settings.channelStep();
    this.counts = counts;
  }

  double millis(Architecture architecture) {
    return latency.predict(LayerGraph.of(architecture)).millis();
  }

  /**
   * Returns the proposals once the latency model has heard of them: those that it predicts
   * otherwise since are looked for again. Where they still change after a while, those that it no
   * longer says to be within the target are left out.
   */
  List<Proposal> settledProposals(Architecture architecture, double target) {
    List<Proposal> proposals = proposals(architecture, target);
    for (int round = 0; considered(architecture, proposals); round++) {
      if (round == ROUNDS) {
        return proposals.stream()
            .flatMap(cut -> within(architecture, cut.group(), cut.channels(), target).stream())
            .toList();
      }
      proposals = proposals(architecture, target);
    }
    return proposals;
  }

  private boolean considered(Architecture architecture, List<Proposal> proposals) {
    return latency.considered(
        proposals.stream()
            .map(cut -> Shrinking.shrink(architecture, cut.group(), cut.channels()))
            .map(LayerGraph::of)
            .toList());
  }

  /** Tells the latency model that proposals of an architecture come next. */
  void chosen(Architecture architecture) {
    latency.chosen(LayerGraph.of(architecture));
  }

  /** Returns the cost with every group that may shrink at its least size. */
  double leastCost(Architecture architecture) {
    return cost(least(architecture));
  }

  /** Returns the cost of a network of known latency, in milliseconds of the budget. */
  double cost(Architecture architecture, double millis) {
    Caps caps = settings.caps();
    return caps.any()
        ? Math.max(millis, caps.share(LayerGraph.of(architecture)) * settings.budgetMillis())
        : millis;
  }

  /** Returns the cost of a proposal by the latency that it was predicted to have. */
  double cost(Variant proposal) {
    return cost(proposal.architecture(), proposal.latencyMillis());
  }

  /** Returns the cost of a network by what is known now. */
  double cost(Architecture architecture) {
    return cost(architecture, millis(architecture));
  }

  boolean isWithin(Architecture architecture) {
    return cost(architecture) <= settings.budgetMillis();
  }

  /** Refuses a network that is above a budget even with all its groups at their least size. */
  void requireReachable(Architecture architecture) {
    if (isWithin(architecture)) {
      return;
    }
    Architecture least = least(architecture);
    if (!isWithin(least)) {
      throw unreachable(least, architecture);
    }
  }

  /** Returns what is said of the first budget that the least network reached is above. */
  InvalidInputException unreachable(Architecture least, Architecture start) {
    double leastMillis = millis(least);
    Optional<InvalidInputException> aboveCap =
        settings
            .caps()
            .unreachable(Cost.of(LayerGraph.of(least)), Cost.of(LayerGraph.of(start)))
            .filter(cap -> leastMillis <= settings.budgetMillis());
    return aboveCap.orElseGet(() -> settings.unreachable(leastMillis, millis(start)));
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
   * cost is at most the target.
   */
  List<Proposal> proposals(Architecture architecture, double target) {
    List<Proposal> proposals = new ArrayList<>();
    Set<Architecture> seen = new HashSet<>();
    for (ChannelGroup group : groups(architecture)) {
      scan(architecture, group, target)
          .filter(
              found -> seen.add(Shrinking.shrink(architecture, found.group(), found.channels())))
          .ifPresent(proposals::add);
    }
    return List.copyOf(proposals);
  }

  /**
   * Scans all counts downwards, for latency need not fall with channels; the least last, whichever
   * else are worth a try, for {@link #requireReachable} counts on it.
   */
  private Optional<Proposal> scan(Architecture architecture, ChannelGroup group, double target) {
    Stream<Integer> tried =
        counts.below(architecture, group).takeWhile(channels -> channels > channelStep);
    Stream<Integer> least = Stream.of(channelStep).filter(count -> count < group.channels());
    return Stream.concat(tried, least)
        .flatMap(channels -> within(architecture, group.id(), channels, target).stream())
        .findFirst();
  }

  private Optional<Proposal> within(
      Architecture architecture, String group, int channels, double target) {
    Architecture smaller = Shrinking.shrink(architecture, group, channels);
    double millis = millis(smaller);
    return cost(smaller, millis) <= target
        ? Optional.of(new Proposal(group, channels, millis))
        : Optional.empty();
  }

  /**
   * Returns what can be given back: each group in turn by the least that costs δ, or up to its
   * first size, alone where that is within the target, else with each other group that can pay for
   * it.
   */
  List<Proposal> exchanges(Architecture first, Architecture architecture, double target) {
    List<Proposal> exchanges = new ArrayList<>();
    double enough = cost(architecture) + settings.deltaMillis();
    List<ChannelGroup> sizes = groups(first);
    List<ChannelGroup> present = groups(architecture);
    for (int place = 0; place < sizes.size(); place++) {
      String group = sizes.get(place).id();
      int most = sizes.get(place).channels();
      if (present.get(place).channels() < most) {
        Proposal back =
            giveBack(first, architecture, group, present.get(place).channels(), most, enough);
        exchanges.addAll(paid(first, architecture, back, target));
      }
    }
    return exchanges;
  }

  private Proposal giveBack(
      Architecture first, Architecture from, String group, int present, int most, double enough) {
    int channels = present;
    Architecture wider;
    double millis;
    do {
      channels = Math.min(most, (channels / channelStep + 1) * channelStep);
      wider = Shrinking.regrow(first, from, group, channels);
      millis = millis(wider);
    } while (channels < most && cost(wider, millis) < enough);
    return new Proposal(group, channels, millis);
  }

  private List<Proposal> paid(Architecture first, Architecture from, Proposal back, double target) {
    Architecture wider = Shrinking.regrow(first, from, back.group(), back.channels());
    if (cost(wider, back.latencyMillis()) <= target) {
      return List.of(back);
    }
    return proposals(wider, target).stream()
        .filter(cut -> !cut.group().equals(back.group()))
        .map(
            cut ->
                new Proposal(
                    cut.group(),
                    cut.channels(),
                    Optional.of(new Proposal.GroupSize(back.group(), back.channels())),
                    cut.latencyMillis()))
        .toList();
  }

  /** Returns the groups that may shrink. */
  List<ChannelGroup> groups(Architecture architecture) {
    return ChannelGroups.adjustable(architecture).stream()
        .filter(group -> settings.kinds().contains(group.kind()))
        .toList();
  }
}
