package io.hwnas.cli;

import io.hwnas.latency.LatencyTable;
import io.hwnas.space.Architecture;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.ReferenceNetwork;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The networks that a latency table is held against: random ones of a space, and every reference
 * network, for the space's images, all of whose blocks the table knows.
 *
 * @param random distinct networks of the space
 * @param reference reference networks, none of them among the random ones
 */
record VerificationNetworks(List<Architecture> random, List<Architecture> reference) {
  private static final int ATTEMPTS_PER_NETWORK = 20;

  /** Copies the lists. */
  VerificationNetworks {
    random = List.copyOf(random);
    reference = List.copyOf(reference);
  }

  /**
   * Draws networks that the table was not built on.
   *
   * @param table the table
   * @param spaces where to draw from, in turn
   * @param count how many
   * @param seed draws them
   */
  static VerificationNetworks draw(
      LatencyTable table, List<SearchSpace> spaces, int count, long seed) {
    Set<List<String>> seen = new HashSet<>();
    List<Architecture> random = new ArrayList<>();
    for (int i = 0; i < count * ATTEMPTS_PER_NETWORK && random.size() < count; i++) {
      SearchSpace space = spaces.get(i % spaces.size());
      Architecture drawn = space.decode(space.sample(Seeds.of(seed, "profile/verify", i)));
      if (!table.isBuiltOn(LayerGraph.of(drawn)) && seen.add(keys(drawn))) {
        random.add(drawn.named("random-%d".formatted(random.size() + 1)));
      }
    }
    if (random.size() < count) {
      throw new InvalidInputException(
          "%s has only %d distinct networks that the table was not built on; ask for that many with --networks"
              .formatted(spaces.get(0).name(), random.size()));
    }
    List<Architecture> reference = new ArrayList<>();
    for (SearchSpace space : spaces) {
      references(space).stream()
          .filter(network -> isKnown(table, LayerGraph.of(network)))
          .filter(network -> seen.add(keys(network)))
          .forEach(reference::add);
    }
    return new VerificationNetworks(random, reference);
  }

  private static boolean isKnown(LatencyTable table, LayerGraph graph) {
    return table.missing(graph).isEmpty() && !table.isBuiltOn(graph);
  }

  /** All networks, the random ones first. */
  List<Architecture> all() {
    List<Architecture> all = new ArrayList<>(random);
    all.addAll(reference);
    return all;
  }

  /** The reference networks for the images of a space's ends, also in small-image form. */
  private static List<Architecture> references(SearchSpace space) {
    List<Architecture> networks = new ArrayList<>();
    for (Architecture end :
        List.of(space.decode(space.smallest()), space.decode(space.largest()))) {
      ImageInput input = end.input();
      NetworkOptions options =
          NetworkOptions.PUBLISHED
              .withInput(input)
              .withClasses(((ClassificationHead) end.head()).classes());
      for (ReferenceNetwork network : ReferenceNetworks.all()) {
        networks.add(ReferenceNetworks.named(network.name(), options));
        networks.add(
            ReferenceNetworks.named(
                "%s@%d".formatted(network.name(), input.resolution()), options));
      }
    }
    return networks;
  }

  private static List<String> keys(Architecture network) {
    return LayerGraph.of(network).blocks().stream().map(LoweredBlock::key).toList();
  }
}
