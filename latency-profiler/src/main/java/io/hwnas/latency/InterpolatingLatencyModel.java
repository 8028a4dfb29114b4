package io.hwnas.latency;

import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Predicts from a table also at resolutions between those that it was measured at.
 *
 * <p>A block that the table lacks is put between the same block at the next smaller and the next
 * larger resolution, linearly in the pixels of its input; nothing is said beyond the smallest and
 * the largest. Such entries are estimates: {@link #interpolated} names the blocks. Immutable.
 */
public final class InterpolatingLatencyModel implements LatencyModel {
  /** Relative standard deviation that is added to those of the entries between which one lies. */
  private static final double DEVIATION = 0.05;

  /** Shapes in a block's key, such as {@code in=16x56x56}: channels, height, width. */
  private static final Pattern SHAPE =
      Pattern.compile("\\b(in|out)=([0-9]+)x([0-9]{1,9})x([0-9]{1,9})\\b");

  private final LatencyTable table;
  private final Map<String, NavigableMap<Long, LatencyEntry>> byPixels = new HashMap<>();

  /**
   * Creates the model.
   *
   * @param table the table
   */
  public InterpolatingLatencyModel(LatencyTable table) {
    this.table = table;
    table
        .entries()
        .forEach(
            (key, entry) ->
                pixels(key)
                    .ifPresent(
                        pixels ->
                            byPixels
                                .computeIfAbsent(withoutPixels(key), block -> new TreeMap<>())
                                .put(pixels, entry)));
  }

  /**
   * Returns what the table was measured with.
   *
   * @return its threads and images of an inference
   */
  public RuntimeOptions options() {
    return LatencyTables.options(table);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.hwnas.space.InvalidInputException if the table lacks one of its blocks at a smaller
   *     or a larger resolution, too; names the first
   */
  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    return new TableLatencyModel(table.withEntries(entries(graph))).predict(graph);
  }

  /**
   * Names the blocks of a network that lie between measured resolutions.
   *
   * @param graph the network
   * @return the ids, in the order of the blocks
   */
  public List<String> interpolated(LayerGraph graph) {
    SortedMap<String, LatencyEntry> entries = entries(graph);
    return graph.blocks().stream()
        .filter(block -> entries.containsKey(block.key()))
        .filter(block -> !table.entries().containsKey(block.key()))
        .map(LoweredBlock::id)
        .toList();
  }

  private SortedMap<String, LatencyEntry> entries(LayerGraph graph) {
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    for (LoweredBlock block : graph.blocks()) {
      Optional.ofNullable(table.entries().get(block.key()))
          .or(() -> between(block.key()))
          .ifPresent(entry -> entries.put(block.key(), entry));
    }
    return entries;
  }

  private Optional<LatencyEntry> between(String key) {
    NavigableMap<Long, LatencyEntry> measured =
        byPixels.getOrDefault(withoutPixels(key), new TreeMap<>());
    return pixels(key).flatMap(pixels -> between(measured, pixels));
  }

  private static Optional<LatencyEntry> between(
      NavigableMap<Long, LatencyEntry> measured, long pixels) {
    Map.Entry<Long, LatencyEntry> smaller = measured.lowerEntry(pixels);
    Map.Entry<Long, LatencyEntry> larger = measured.higherEntry(pixels);
    if (smaller == null || larger == null) {
      return Optional.empty();
    }
    double share = (pixels - smaller.getKey()) / (double) (larger.getKey() - smaller.getKey());
    LatencyEntry low = smaller.getValue();
    LatencyEntry high = larger.getValue();
    double millis = low.medianMillis() + share * (high.medianMillis() - low.medianMillis());
    return Optional.of(
        LatencyEntry.of(
            1,
            Rounding.figures(low.nodes() + share * (high.nodes() - low.nodes())),
            Rounding.millis(millis),
            Rounding.millis(Math.max(low.spreadMillis(), high.spreadMillis()) + DEVIATION * millis),
            LatencyEntry.Origin.INTERPOLATED));
  }

  private static String withoutPixels(String key) {
    return SHAPE.matcher(key).replaceAll("$1=$2");
  }

  /** A table that was written by hand may have keys of no shape, which are of no block. */
  private static Optional<Long> pixels(String key) {
    Matcher shape = SHAPE.matcher(key);
    return shape.find()
        ? Optional.of(Long.parseLong(shape.group(3)) * Long.parseLong(shape.group(4)))
        : Optional.empty();
  }
}
