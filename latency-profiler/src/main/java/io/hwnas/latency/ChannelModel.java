package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a table says of blocks that it holds only with other channel counts: one model for each
 * family of blocks that are the same but for their channels, fitted on the table's measured entries
 * when it is first asked for.
 *
 * <p>The same entries give the same model. Safe for use by several threads.
 */
public final class ChannelModel {
  /** Fewest entries of a family that tell something of other channels. */
  private static final int LEAST_ENTRIES = 2;

  private static final Set<LatencyEntry.Origin> MEASURED =
      EnumSet.of(LatencyEntry.Origin.COVER, LatencyEntry.Origin.COMPLETED);

  private final SortedMap<String, LatencyEntry> measured = new TreeMap<>();
  private final SortedMap<String, List<BlockSample>> samples = new TreeMap<>();
  private final Map<String, FamilyModel> models = new ConcurrentHashMap<>();
  private final Map<String, Optional<LatencyEntry>> predicted = new ConcurrentHashMap<>();

  private ChannelModel(SortedMap<String, LatencyEntry> entries) {
    entries.forEach(
        (key, entry) -> {
          if (MEASURED.contains(entry.origin())) {
            measured.put(key, entry);
          }
        });
    measured.forEach(
        (key, entry) ->
            BlockKey.parse(key)
                .ifPresent(
                    block ->
                        samples
                            .computeIfAbsent(block.family(), family -> new ArrayList<>())
                            .add(BlockSample.of(block, entry))));
    samples.values().removeIf(family -> family.size() < LEAST_ENTRIES);
  }

  /**
   * Returns the model of a table.
   *
   * @param table the table
   * @return the model; empty where the table was not measured for any channel counts
   */
  public static Optional<ChannelModel> of(LatencyTable table) {
    return of(table.sources(), table.entries());
  }

  /** The model of what was measured for sources. */
  static Optional<ChannelModel> of(
      List<TableSource> sources, SortedMap<String, LatencyEntry> entries) {
    return sources.stream().anyMatch(TableSource.OfChannels.class::isInstance)
        ? Optional.of(of(entries))
        : Optional.empty();
  }

  /** The model of entries, whatever they were measured for. */
  static ChannelModel of(SortedMap<String, LatencyEntry> entries) {
    return new ChannelModel(entries);
  }

  /** The model that knows of more measured blocks. */
  ChannelModel with(Map<String, LatencyEntry> more) {
    SortedMap<String, LatencyEntry> all = new TreeMap<>(measured);
    all.putAll(more);
    return new ChannelModel(all);
  }

  /**
   * Predicts a block from others of its family.
   *
   * @param key the block's {@link LoweredBlock#key()}
   * @return its entry, of {@link LatencyEntry.Origin#MODELLED}; empty where too few of its family
   *     were measured
   */
  public Optional<LatencyEntry> entry(String key) {
    return predicted.computeIfAbsent(
        key, unknown -> BlockKey.parse(unknown).flatMap(this::predict));
  }

  /** Tells whether a block that {@link #entry} predicts has channel counts beyond all measured. */
  boolean isOutside(String key) {
    return BlockKey.parse(key)
        .flatMap(block -> family(block.family()).map(model -> model.isOutside(block)))
        .orElse(false);
  }

  private Optional<LatencyEntry> predict(BlockKey block) {
    return family(block.family()).map(model -> model.entry(block));
  }

  /** The model of a family, by its key without channel counts. */
  Optional<FamilyModel> family(String family) {
    return Optional.ofNullable(samples.get(family))
        .map(measured -> models.computeIfAbsent(family, name -> FamilyModel.fit(measured)));
  }

  /** Entries, with what the model says of blocks of networks that they lack. */
  SortedMap<String, LatencyEntry> complete(
      SortedMap<String, LatencyEntry> entries, List<LayerGraph> graphs) {
    SortedMap<String, LatencyEntry> all = new TreeMap<>(entries);
    graphs.stream()
        .flatMap(graph -> graph.blocks().stream())
        .map(LoweredBlock::key)
        .filter(key -> !all.containsKey(key))
        .forEach(key -> entry(key).ifPresent(entry -> all.put(key, entry)));
    return Collections.unmodifiableSortedMap(all);
  }
}
