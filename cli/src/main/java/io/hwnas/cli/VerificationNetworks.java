package io.hwnas.cli;

import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.RandomChannels;
import io.hwnas.latency.RandomChannels.Counts;
import io.hwnas.latency.TableSource;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks that a latency table is held against: random ones of a space, and every reference
 * network, for the space's images, all of whose blocks the table knows; and where the table was
 * measured for any channels, the networks that it names with random ones.
 *
 * @param random distinct networks of the space
 * @param reference reference networks, none of them among the random ones
 * @param multiplesOf4 networks whose expansions and bottlenecks are multiples of 4 channels
 * @param anyCounts networks of any channel counts
 * @param named networks that were asked for by name, none of them among the others
 */
record VerificationNetworks(
    List<Architecture> random,
    List<Architecture> reference,
    List<Architecture> multiplesOf4,
    List<Architecture> anyCounts,
    List<Architecture> named) {
  private static final int ATTEMPTS_PER_NETWORK = 20;

  /** Copies the lists. */
  VerificationNetworks {
    random = List.copyOf(random);
    reference = List.copyOf(reference);
    multiplesOf4 = List.copyOf(multiplesOf4);
    anyCounts = List.copyOf(anyCounts);
    named = List.copyOf(named);
  }

  /**
   * Draws networks that the table was not built on.
   *
   * @param table the table
   * @param spaces where to draw from, in turn; may be none
   * @param channels networks to be given random channels, in turn; may be none
   * @param count how many of the spaces, and how many of random channels, half of each kind
   * @param seed draws them
   */
  static VerificationNetworks draw(
      LatencyTable table,
      List<SearchSpace> spaces,
      List<TableSource.OfChannels> channels,
      int count,
      long seed) {
    Set<List<String>> seen = new HashSet<>();
    List<Architecture> random =
        spaces.isEmpty() ? List.of() : random(table, spaces, count, seed, seen);
    List<Architecture> reference = new ArrayList<>();
    for (SearchSpace space : spaces) {
      references(space).stream()
          .filter(network -> isKnown(table, LayerGraph.of(network)))
          .filter(network -> seen.add(keys(network)))
          .forEach(reference::add);
    }
    return new VerificationNetworks(
        random,
        reference,
        ofChannels(table, channels, Counts.MULTIPLES_OF_4, (count + 1) / 2, seed, seen),
        ofChannels(table, channels, Counts.ANY, count / 2, seed, seen),
        List.of());
  }

  /** These networks, and others, which take the place of reference networks that equal them. */
  VerificationNetworks with(List<Architecture> others) {
    Set<List<String>> keys =
        others.stream().map(VerificationNetworks::keys).collect(Collectors.toSet());
    if (keys.size() < others.size()) {
      throw new InvalidInputException("--network names the same network twice");
    }
    List<Architecture> unnamed =
        reference.stream().filter(network -> !keys.contains(keys(network))).toList();
    return new VerificationNetworks(random, unnamed, multiplesOf4, anyCounts, others);
  }

  private static List<Architecture> random(
      LatencyTable table, List<SearchSpace> spaces, int count, long seed, Set<List<String>> seen) {
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
    return random;
  }

  private static List<Architecture> ofChannels(
      LatencyTable table,
      List<TableSource.OfChannels> channels,
      Counts counts,
      int count,
      long seed,
      Set<List<String>> seen) {
    List<Architecture> drawn = new ArrayList<>();
    int most = channels.isEmpty() ? 0 : count * ATTEMPTS_PER_NETWORK;
    for (int i = 0; i < most && drawn.size() < count; i++) {
      Architecture base = channels.get(i % channels.size()).base().architecture();
      Architecture network =
          RandomChannels.draw(
              base,
              RandomChannels.INNER,
              counts,
              Seeds.of(seed, "profile/verify/" + counts.name(), i));
      if (!table.isBuiltOn(LayerGraph.of(network)) && seen.add(keys(network))) {
        String kind = counts == Counts.ANY ? "any" : "fours";
        drawn.add(network.named("%s %s-%d".formatted(base.name(), kind, drawn.size() + 1)));
      }
    }
    if (!channels.isEmpty() && drawn.size() < count) {
      throw new InvalidInputException(
          "%s has only %d distinct networks of such channels that the table was not built on; ask for fewer with --networks"
              .formatted(channels.get(0).base().name(), drawn.size()));
    }
    return drawn;
  }

  private static boolean isKnown(LatencyTable table, LayerGraph graph) {
    return table.missing(graph).isEmpty() && !table.isBuiltOn(graph);
  }

  /** All networks, the random ones first. */
  List<Architecture> all() {
    return Stream.of(random, reference, multiplesOf4, anyCounts, named)
        .flatMap(List::stream)
        .toList();
  }

  /** Names of networks that are to be reported by themselves, by what they are called. */
  Map<String, Set<String>> groups() {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    if (!random.isEmpty() && !(multiplesOf4.isEmpty() && named.isEmpty())) {
      groups.put("of spaces", names(Stream.concat(random.stream(), reference.stream())));
    }
    if (!named.isEmpty()) {
      groups.put("named", names(named.stream()));
    }
    if (!multiplesOf4.isEmpty()) {
      groups.put("multiples of 4", names(multiplesOf4.stream()));
      groups.put("any channel counts", names(anyCounts.stream()));
    }
    return groups;
  }

  private static Set<String> names(Stream<Architecture> networks) {
    return networks.map(Architecture::name).collect(Collectors.toSet());
  }

  /** How many networks of what kind there are, in words. */
  String words(long seed) {
    List<String> words = new ArrayList<>();
    if (!random.isEmpty()) {
      words.add(
          "%d random networks (seed %d) and %d reference networks"
              .formatted(random.size(), seed, reference.size()));
    }
    if (!multiplesOf4.isEmpty()) {
      words.add(
          "%d networks of random channels (seed %d), %d of them in multiples of 4"
              .formatted(multiplesOf4.size() + anyCounts.size(), seed, multiplesOf4.size()));
    }
    if (!named.isEmpty()) {
      words.add("%d named networks".formatted(named.size()));
    }
    return String.join(", ", words);
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
