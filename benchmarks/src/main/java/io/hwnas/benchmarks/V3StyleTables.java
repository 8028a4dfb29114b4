package io.hwnas.benchmarks;

import io.hwnas.latency.DecisionLatency;
import io.hwnas.space.Architecture;
import io.hwnas.space.Block;
import io.hwnas.space.Cost;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.DepthwiseSeparable;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.SqueezeExcite;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Networks side by side, as Markdown. */
final class V3StyleTables {
  private static final String ABSENT = "–";

  /**
   * A network that a search found.
   *
   * @param name what to call it
   * @param architecture the network
   * @param decisions its vector
   * @param accuracy predicted ImageNet accuracy, a fraction
   * @param millis predicted latency
   */
  record Found(
      String name,
      Architecture architecture,
      DecisionVector decisions,
      double accuracy,
      double millis) {
    Found named(String other) {
      return new Found(other, architecture.named(other), decisions, accuracy, millis);
    }
  }

  private final Map<String, Architecture> networks;
  private final Map<String, Double> measured;
  private final List<Found> found;

  V3StyleTables(
      Map<String, Architecture> networks, Map<String, Double> measured, List<Found> found) {
    this.networks = networks;
    this.measured = measured;
    this.found = found;
  }

  /** Prints cost, depth and widths of all. */
  void print() {
    line(
        "%n| network | predicted top-1 | measured ms | predicted ms | MAdds | params | resolution |"
            + " blocks by stage | widths |");
    line("|---|---|---|---|---|---|---|---|---|");
    networks.forEach(
        (name, network) -> {
          Cost cost = Cost.of(LayerGraph.of(network));
          line(
              "| %s | %s | %.2f | %s | %,d | %,d | %d | %s | %s |",
              name,
              figure("%.5f", name, true),
              measured.get(name),
              figure("%.2f", name, false),
              cost.madds(),
              cost.params(),
              network.input().resolution(),
              joined(network.stages().stream().map(stage -> stage.blocks().size()).toList()),
              joined(
                  network.stages().stream()
                      .map(stage -> stage.blocks().get(0).outputChannels())
                      .toList()));
        });
  }

  private String figure(String format, String name, boolean accuracy) {
    return found.stream()
        .filter(one -> one.name().equals(name))
        .map(one -> format(format, accuracy ? one.accuracy() : one.millis()))
        .findFirst()
        .orElse("");
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  /** Prints two networks block by block, those of equal reduction of the image side by side. */
  static void printBlocks(Architecture one, Architecture other) {
    line("%n| 1/stride | %s | %s |", one.name(), other.name());
    line("|---|---|---|");
    SortedMap<Integer, List<String>> ours = byReduction(one);
    SortedMap<Integer, List<String>> theirs = byReduction(other);
    SortedSet<Integer> reductions = new TreeSet<>(ours.keySet());
    reductions.addAll(theirs.keySet());
    for (int reduction : reductions) {
      List<String> left = ours.getOrDefault(reduction, List.of());
      List<String> right = theirs.getOrDefault(reduction, List.of());
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        line(
            "| %d | %s | %s |",
            reduction, i < left.size() ? left.get(i) : "", i < right.size() ? right.get(i) : "");
      }
    }
  }

  private static SortedMap<Integer, List<String>> byReduction(Architecture network) {
    SortedMap<Integer, List<String>> blocks = new TreeMap<>();
    int reduction = network.stem().stride();
    for (Block block : network.blocks()) {
      reduction *= block.stride();
      blocks.computeIfAbsent(reduction, key -> new ArrayList<>()).add(text(block));
    }
    return blocks;
  }

  private static String text(Block block) {
    if (block instanceof InvertedResidual inverted) {
      return "%d×%d, %s → %d%s, %s"
          .formatted(
              block.kernel(),
              block.kernel(),
              inverted.expansion().isPresent()
                  ? Integer.toString(inverted.expansion().getAsInt())
                  : "no expansion",
              block.outputChannels(),
              inverted
                  .squeezeExcite()
                  .map(SqueezeExcite::squeezeChannels)
                  .map(squeeze -> ", SE " + squeeze)
                  .orElse(""),
              inverted.nonlinearity().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    String kind = block instanceof DepthwiseSeparable ? "depthwise separable" : "convolution";
    return "%d×%d %s → %d".formatted(block.kernel(), block.kernel(), kind, block.outputChannels());
  }

  /** Prints the decisions in which networks for two devices differ, and what each costs on both. */
  static void printDevices(
      SearchSpace space, Found mine, Found theirs, DecisionLatency here, DecisionLatency onPhone) {
    line("%n| %s | for this CPU | for a Note10 |", mine.name());
    line("|---|---|---|");
    line("| predicted top-1 | %.5f | %.5f |", mine.accuracy(), theirs.accuracy());
    for (boolean phone : List.of(false, true)) {
      DecisionLatency latency = phone ? onPhone : here;
      line(
          "| predicted ms %s | %.2f | %.2f |",
          phone ? "on a Note10" : "here",
          latency.predict(mine.decisions()).millis(),
          latency.predict(theirs.decisions()).millis());
    }
    line(
        "| MAdds | %,d | %,d |",
        Cost.of(LayerGraph.of(mine.architecture())).madds(),
        Cost.of(LayerGraph.of(theirs.architecture())).madds());
    printDifferences(space, mine, theirs);
  }

  private static void printDifferences(SearchSpace space, Found mine, Found theirs) {
    List<Decision> decisions = space.decisions();
    int compared = 0;
    int equal = 0;
    for (int i = 0; i < decisions.size(); i++) {
      String ours = choice(decisions.get(i), i, mine);
      String others = choice(decisions.get(i), i, theirs);
      compared += ours.equals(ABSENT) && others.equals(ABSENT) ? 0 : 1;
      if (!ours.equals(others)) {
        line("| %s | %s | %s |", decisions.get(i).name(), ours, others);
      } else if (!ours.equals(ABSENT)) {
        equal++;
      }
    }
    line("%nEqual in the other %d of %d decisions.", equal, compared);
  }

  /** Returns what a network chose, where it has the block. */
  private static String choice(Decision decision, int place, Found found) {
    int end = decision.name().lastIndexOf('.');
    boolean ofBlock = end != decision.name().indexOf('.');
    LayerGraph graph = LayerGraph.of(found.architecture());
    boolean absent = ofBlock && graph.block(decision.name().substring(0, end)).isEmpty();
    return absent ? ABSENT : decision.choices().get(found.decisions().choices().get(place));
  }

  private static void line(String format, Object... values) {
    System.out.println(format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
