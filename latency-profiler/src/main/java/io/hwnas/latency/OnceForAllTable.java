package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Decision;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Once-for-All's latency tables of a phone (han-cai/files, {@code ofa/note10}), one YAML file a
 * resolution, read as they are. Immutable.
 */
public final class OnceForAllTable implements LatencyModel {
  private static final String SUFFIX = ".yaml";
  private static final String RESOLUTION = "input.resolution";

  private final Path folder;
  private final SortedMap<Integer, PublishedTable> byResolution;

  private OnceForAllTable(Path folder, SortedMap<Integer, PublishedTable> byResolution) {
    this.folder = folder;
    this.byResolution = byResolution;
  }

  /**
   * Reads the tables of one phone. Operators of one key differ between the files, so each
   * resolution keeps its own.
   *
   * @param folder where they lie, one YAML file a resolution
   * @return the tables together
   * @throws InvalidInputException with file and line, if there is none, or one is of another form,
   *     of the same resolution as another, or has an entry that is no positive time
   */
  public static OnceForAllTable read(Path folder) {
    SortedMap<Integer, PublishedTable> byResolution = new TreeMap<>();
    for (Path file : files(folder)) {
      YamlNode root = YamlNode.read(file);
      int pixels = resolution(root);
      PublishedTable other = byResolution.put(pixels, PublishedTable.read(root));
      if (other != null) {
        throw new InvalidInputException(
            "%s: is a table of resolution %d, as is %s; keep one of them in this folder"
                .formatted(file, pixels, other.source()));
      }
    }
    if (byResolution.isEmpty()) {
      throw new InvalidInputException(
          folder + ": no YAML files in this folder; give that of Once-for-All's tables");
    }
    return new OnceForAllTable(folder, byResolution);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Finds a table's resolution before its entries are read, so that another file is told as one.
   */
  private static int resolution(YamlNode root) {
    return root.entries().keySet().stream()
        .map(PublishedKeys::resolution)
        .flatMapToInt(OptionalInt::stream)
        .findFirst()
        .orElseThrow(
            () ->
                root.error(
                    "no entry 'Conv-input:…'; a folder of tables holds those of Once-for-All, one a resolution, and no other YAML file"));
  }

  /**
   * Returns the tables.
   *
   * @return one a resolution, from the least to the greatest
   */
  public List<PublishedTable> tables() {
    return List.copyOf(byResolution.values());
  }

  /**
   * Finds the table that a network is predicted by, and each of its blocks alone.
   *
   * @param graph the network
   * @return the table of its resolution
   * @throws InvalidInputException if there is none; names those there are
   */
  public PublishedTable tableOf(LayerGraph graph) {
    return at(graph.input().height(), graph.name());
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if there is no table of its resolution, or it lacks one of its
   *     parts; names the first
   */
  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    return tableOf(graph).predict(graph);
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
    return at(resolution, "the space " + space.space().name())
        .compile(space, blocks, " at resolution " + resolution, "give its table");
  }

  private PublishedTable at(int resolution, String whose) {
    PublishedTable table = byResolution.get(resolution);
    if (table == null) {
      throw new InvalidInputException(
          "%s: there is no table of resolution %d, which %s has; there are those of %s"
              .formatted(
                  folder,
                  resolution,
                  whose,
                  byResolution.keySet().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))));
    }
    return table;
  }
}
