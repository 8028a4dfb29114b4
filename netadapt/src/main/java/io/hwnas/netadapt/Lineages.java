package io.hwnas.netadapt;

import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes variants of proposals: which network each is cut from, and by what name it is known. */
final class Lineages {
  private final ProposalScan scan;
  private final Variant start;
  private final Set<Variant> gone = new HashSet<>();

  Lineages(ProposalScan scan, Variant start) {
    this.scan = scan;
    this.start = start;
  }

  /**
   * Makes a variant; its weights come from the nearest network before the parent, or the parent
   * itself, that still has its channels and is not gone.
   *
   * @param sole whether no other network has proposals in this step
   */
  Variant propose(Variant parent, int step, Proposal proposal, boolean sole) {
    Variant shape =
        Variant.first(
            Shrinking.apply(start.architecture(), parent.architecture(), proposal),
            proposal.latencyMillis());
    LayerGraph graph = shape.graph();
    Variant source = parent;
    if (!sole) {
      while (gone.contains(source) || !source.contains(graph)) {
        source = source.cameFrom().source();
      }
    }
    String label = sole ? VariantWeights.label(proposal) : label(graph);
    return shape.from(new Variant.Origin(source, step, proposal, label));
  }

  private String label(LayerGraph graph) {
    return scan.groups(start.architecture()).stream()
        .map(group -> Integer.toString(channels(graph, group.id())))
        .collect(Collectors.joining("-"));
  }

  /** Returns how one network differs from another. */
  String change(Variant before, Variant after) {
    LayerGraph larger = before.graph();
    LayerGraph smaller = after.graph();
    String change =
        scan.groups(start.architecture()).stream()
            .map(ChannelGroup::id)
            .filter(group -> channels(larger, group) != channels(smaller, group))
            .map(group -> "%s to %d".formatted(group, channels(smaller, group)))
            .collect(Collectors.joining(", "));
    return change.isEmpty() ? "none" : change;
  }

  private static int channels(LayerGraph graph, String group) {
    return graph.channelGroups().get(group).channels();
  }

  /** Returns the sizes that may change, as shares of the first network's. */
  double[] shares(Variant network) {
    Map<String, ChannelGroup> groups = network.graph().channelGroups();
    return scan.groups(start.architecture()).stream()
        .mapToDouble(group -> groups.get(group.id()).channels() / (double) group.channels())
        .toArray();
  }

  /** Takes networks out that none of those named comes from, and returns them. */
  List<Variant> outlived(Collection<Variant> all, Collection<Variant> running) {
    Set<Variant> needed = new HashSet<>();
    for (Variant network : running) {
      Variant at = network;
      while (needed.add(at) && at.origin().isPresent()) {
        at = at.cameFrom().source();
      }
    }
    List<Variant> outlived = new ArrayList<>(all);
    outlived.removeIf(network -> needed.contains(network) || gone.contains(network));
    gone.addAll(outlived);
    return outlived;
  }
}
