package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Decision;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Once-for-All's latency tables of a phone (han-cai/files, {@code ofa/note10}), one YAML file a
 * resolution, read as they are.
 */
public final class OnceForAllTable {
  private static final Pattern INPUT = Pattern.compile("Conv-input:(\\d+)x.*");
  private static final String RESOLUTION = "input.resolution";

  private final Map<Integer, PublishedTable> byResolution;

  private OnceForAllTable(Map<Integer, PublishedTable> byResolution) {
    this.byResolution = byResolution;
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
    Map<Integer, PublishedTable> byResolution = new TreeMap<>();
    for (Path file : files) {
      YamlNode root = YamlNode.read(file);
      byResolution.put(resolution(root), PublishedTable.read(root));
    }
    return new OnceForAllTable(byResolution);
  }

  private static int resolution(YamlNode root) {
    return root.entries().keySet().stream()
        .map(INPUT::matcher)
        .filter(Matcher::matches)
        .map(key -> Integer.valueOf(key.group(1)))
        .findFirst()
        .orElseThrow(() -> root.error("no entry 'Conv-input:…'; give a table of Once-for-All"));
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
    PublishedTable table = byResolution.get(resolution);
    if (table == null) {
      throw new InvalidInputException(
          "there is no table of resolution %d, which the space %s has; there are those of %s"
              .formatted(
                  resolution,
                  space.space().name(),
                  byResolution.keySet().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
    }
    return table.compile(space, blocks, " at resolution " + resolution, "give its table");
  }
}
