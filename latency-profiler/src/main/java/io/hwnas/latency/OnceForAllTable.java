package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Decision;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Once-for-All's latency tables of a phone (han-cai/files, {@code ofa/note10}), one YAML file a
 * resolution, read as they are.
 *
 * <p>A network's latency is the sum of its operators' means; the tables say nothing of the error of
 * that sum, so the uncertainty given is that of the means alone.
 */
public final class OnceForAllTable {
  /**
   * One operator.
   *
   * @param millis mean latency
   * @param variance squared standard error of the mean
   */
  private record Entry(double millis, double variance) {}

  private static final Pattern INPUT = Pattern.compile("Conv-input:(\\d+)x.*");
  private static final String RESOLUTION = "input.resolution";

  private final String source;
  private final Map<Integer, Map<String, Entry>> byResolution;

  private OnceForAllTable(String source, Map<Integer, Map<String, Entry>> byResolution) {
    this.source = source;
    this.byResolution = byResolution;
  }

  /**
   * Tells whether a document is one of these tables.
   *
   * @param root a document
   * @return whether it has the entry of an input that each of them has
   */
  public static boolean describes(YamlNode root) {
    return root.isMap()
        && root.entries().keySet().stream().anyMatch(key -> INPUT.matcher(key).matches());
  }

  /**
   * Reads tables of one phone. Operators of one key differ between the files, so each resolution
   * keeps its own.
   *
   * @param files one file a resolution
   * @return the tables together
   * @throws InvalidInputException with file and line, if one is missing, of another form, or has an
   *     entry that is no positive time
   */
  public static OnceForAllTable read(List<Path> files) {
    Map<Integer, Map<String, Entry>> byResolution = new TreeMap<>();
    for (Path file : files) {
      YamlNode root = YamlNode.read(file);
      Map<String, Entry> entries = new LinkedHashMap<>();
      root.entries().forEach((key, node) -> entries.put(key, entry(node)));
      int resolution =
          entries.keySet().stream()
              .map(INPUT::matcher)
              .filter(Matcher::matches)
              .map(key -> Integer.valueOf(key.group(1)))
              .findFirst()
              .orElseThrow(
                  () -> root.error("no entry 'Conv-input:…'; give a table of Once-for-All"));
      byResolution.put(resolution, entries);
    }
    return new OnceForAllTable(
        String.join(", ", files.stream().map(Path::toString).toList()), byResolution);
  }

  private static Entry entry(YamlNode node) {
    node.allowOnly("count", "mean", "std");
    int count = node.required("count").asInt(1, Integer.MAX_VALUE);
    double deviation = node.required("std").asDouble(0, 1e9);
    double mean = node.required("mean").asDouble(1e-9, 1e9);
    return new Entry(mean, deviation * deviation / count);
  }

  /**
   * Compiles the table for a space.
   *
   * @param space the space
   * @return from decisions to latency
   * @throws InvalidInputException if the table lacks an operator of the space, naming the first
   */
  public DecisionLatency compile(CompiledSpace space) {
    List<String> names = space.space().decisions().stream().map(Decision::name).toList();
    int place = names.indexOf(RESOLUTION);
    if (place < 0) {
      int only = space.space().decode(space.space().smallest()).input().resolution();
      return at(only, space, space.blocks());
    }
    List<DecisionLatency> latencies = new ArrayList<>();
    List<String> resolutions = space.space().decisions().get(place).choices();
    for (int choice = 0; choice < resolutions.size(); choice++) {
      latencies.add(
          at(Integer.parseInt(resolutions.get(choice)), space, space.blocksWhere(place, choice)));
    }
    return vector -> latencies.get(vector.choices().get(place)).predict(vector);
  }

  private DecisionLatency at(int resolution, CompiledSpace space, List<LayerGraph> blocks) {
    Map<String, Entry> entries = byResolution.getOrDefault(resolution, Map.of());
    Set<String> missing = new LinkedHashSet<>();
    for (LayerGraph block : blocks) {
      keys(block).stream().filter(key -> !entries.containsKey(key)).forEach(missing::add);
    }
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "%s: lacks %d entries of the space %s at resolution %d, the first '%s'; give its table"
              .formatted(
                  source,
                  missing.size(),
                  space.space().name(),
                  resolution,
                  missing.iterator().next()));
    }
    return space.sums(
            block -> sum(entries, block, Entry::millis),
            block -> sum(entries, block, Entry::variance),
            (millis, variance) -> new LatencyEstimate(millis, Math.sqrt(variance)))
        ::apply;
  }

  /** Sums a block's operators; not a number where the block is of another resolution. */
  private static double sum(
      Map<String, Entry> entries, LayerGraph block, ToDoubleFunction<Entry> figure) {
    return keys(block).stream()
        .mapToDouble(
            key -> entries.containsKey(key) ? figure.applyAsDouble(entries.get(key)) : Double.NaN)
        .sum();
  }

  private static List<String> keys(LayerGraph graph) {
    return PublishedKeys.ONCE_FOR_ALL.of(graph.blocks().get(0));
  }
}
