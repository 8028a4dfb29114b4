package io.hwnas.latency;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The networks that a table is measured on.
 *
 * @param covers networks that together hold every block that is wanted, no two of equal blocks
 * @param calibration whole networks for the calibration, no two of equal blocks
 */
record TableNetworks(List<LayerGraph> covers, List<LayerGraph> calibration) {
  private static final int ATTEMPTS_PER_NETWORK = 20;

  /**
   * Chooses the networks of some sources.
   *
   * @param sources spaces and networks
   * @param protocol how many are needed
   * @param seed draws them
   * @param wanted which blocks must be covered, by their keys; calibration networks hold one each
   */
  static TableNetworks of(
      List<TableSource> sources, TableProtocol protocol, long seed, Predicate<String> wanted) {
    Map<String, LayerGraph> covers = new LinkedHashMap<>();
    List<IntFunction<Optional<LayerGraph>>> drawers = new ArrayList<>();
    for (TableSource source : sources) {
      if (source instanceof TableSource.OfSpace space) {
        for (SearchSpace one : space.spaces()) {
          covers(one, protocol, seed, wanted).forEach(graph -> add(covers, graph));
          drawers.add(i -> Optional.of(draw(one, seed, i)));
        }
      } else if (source instanceof TableSource.OfNetwork network) {
        LayerGraph graph = LayerGraph.of(network.architecture());
        if (holds(graph, wanted)) {
          add(covers, graph);
        }
        drawers.add(i -> i == 0 ? Optional.of(graph) : Optional.empty());
      } else if (source instanceof TableSource.OfChannels channels) {
        ChannelNetworks networks = new ChannelNetworks(channels, seed);
        networks.profiled().stream()
            .filter(graph -> holds(graph, wanted))
            .forEach(graph -> add(covers, graph));
        drawers.add(i -> Optional.of(networks.calibration(i)));
      }
    }
    return new TableNetworks(
        List.copyOf(covers.values()), draw(drawers, protocol.calibrationNetworks(), wanted));
  }

  /** Draws from each in turn until there are enough. */
  private static List<LayerGraph> draw(
      List<IntFunction<Optional<LayerGraph>>> drawers, int count, Predicate<String> wanted) {
    Map<String, LayerGraph> drawn = new LinkedHashMap<>();
    for (int i = 0; i < count * ATTEMPTS_PER_NETWORK && drawn.size() < count; i++) {
      for (IntFunction<Optional<LayerGraph>> drawer : drawers) {
        if (drawn.size() < count) {
          drawer
              .apply(i)
              .filter(graph -> holds(graph, wanted))
              .ifPresent(graph -> add(drawn, graph));
        }
      }
    }
    return List.copyOf(drawn.values());
  }

  private static LayerGraph draw(SearchSpace space, long seed, int index) {
    DecisionVector drawn =
        switch (index) {
          case 0 -> space.smallest();
          case 1 -> space.largest();
          default -> space.sample(Seeds.of(seed, "latency/calibration", index));
        };
    return LayerGraph.of(space.decode(drawn));
  }

  private static List<LayerGraph> covers(
      SearchSpace space, TableProtocol protocol, long seed, Predicate<String> wanted) {
    List<Integer> choices =
        space.decisions().stream().map(decision -> decision.choices().size()).toList();
    return new CoverNetworks(
            choices,
            vector -> LayerGraph.of(space.decode(new DecisionVector(vector))),
            Seeds.of(seed, "latency/covers"),
            wanted)
        .find(protocol.coversPerBlock());
  }

  private static boolean holds(LayerGraph graph, Predicate<String> wanted) {
    return graph.blocks().stream().map(LoweredBlock::key).anyMatch(wanted);
  }

  private static void add(Map<String, LayerGraph> graphs, LayerGraph graph) {
    graphs.putIfAbsent(NetworkDigest.of(graph), graph);
  }

  /** The digests of all of them. */
  List<String> digests() {
    List<LayerGraph> all = new ArrayList<>(covers);
    all.addAll(calibration);
    return all.stream().map(NetworkDigest::of).distinct().toList();
  }
}
