package io.hwnas.latency;

import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicts from a table's entries, and where it lacks a block from the same block with other
 * channel counts, if the table was measured for any ({@link ChannelModel}). Safe for use by several
 * threads.
 */
public final class ChannelLatencyModel implements LatencyModel {
  private final LatencyTable table;
  private final TableLatencyModel known;
  private final Optional<ChannelModel> channels;

  /**
   * Creates the model.
   *
   * @param table the table
   */
  public ChannelLatencyModel(LatencyTable table) {
    this.table = table;
    this.known = new TableLatencyModel(table);
    this.channels = ChannelModel.of(table);
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
   * @throws io.hwnas.space.InvalidInputException if the table holds one of its blocks with no
   *     channel counts, or was not measured for others; names the first
   */
  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    model(table.missing(graph));
    return known.predict(graph);
  }

  /**
   * Predicts what a block adds to the latency of a network.
   *
   * @param block the block
   * @return its share
   * @throws io.hwnas.space.InvalidInputException as {@link #predict}
   */
  public BlockLatency blockLatency(LoweredBlock block) {
    if (!table.entries().containsKey(block.key())) {
      model(List.of(block.key()));
    }
    return known.blockLatency(block.key());
  }

  /**
   * Compiles the model for a space: each distinct block is predicted once.
   *
   * @param compiled the space
   * @return from decisions to latency
   * @throws io.hwnas.space.InvalidInputException if nothing is known of blocks of the space; says
   *     how many and names the first
   */
  public DecisionLatency compile(CompiledSpace compiled) {
    compiled.blocks().forEach(block -> model(table.missing(block)));
    return known.compile(compiled);
  }

  /**
   * Names the blocks of a network that nothing is known of.
   *
   * @param graph the network
   * @return the distinct keys, in the order of the blocks
   */
  public List<String> unknown(LayerGraph graph) {
    return table.missing(graph).stream()
        .filter(key -> channels.flatMap(model -> model.entry(key)).isEmpty())
        .toList();
  }

  /**
   * Names the blocks of a network that are predicted from other channel counts.
   *
   * @param graph the network
   * @return the ids, in the order of the blocks
   */
  public List<String> modelled(LayerGraph graph) {
    return graph.blocks().stream()
        .filter(block -> !table.entries().containsKey(block.key()))
        .map(LoweredBlock::id)
        .toList();
  }

  /**
   * Names those of the {@linkplain #modelled modelled} blocks that have more or fewer of some
   * channels than any block that was measured: what is said of them goes beyond what was seen.
   *
   * @param graph the network
   * @return the ids, in the order of the blocks
   */
  public List<String> outside(LayerGraph graph) {
    return graph.blocks().stream()
        .filter(block -> !table.entries().containsKey(block.key()))
        .filter(block -> channels.filter(model -> model.isOutside(block.key())).isPresent())
        .map(LoweredBlock::id)
        .toList();
  }

  private void model(List<String> keys) {
    Map<String, LatencyEntry> entries = new HashMap<>();
    channels.ifPresent(
        model -> keys.forEach(key -> model.entry(key).ifPresent(entry -> entries.put(key, entry))));
    known.add(entries);
  }
}
