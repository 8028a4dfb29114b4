package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Predicts from a table, and measures the blocks that the table lacks when they are asked for.
 *
 * <p>The network that asks for a missing block is profiled as a whole. Its blocks that the table
 * knows tell by what factor it runs faster or slower now than in the table, and the missing ones
 * are put on the table's scale by it. Where most are missing, the last network that the table knew
 * is profiled in turn with it and tells the factor too. Each new entry is recorded under its key
 * before it is used, and kept. Safe for use by several threads; measurements happen one at a time.
 */
public final class CompletingLatencyModel implements LatencyModel {
  /** How much of the missing blocks' time speaks for the table's own ratio. */
  private static final double DRAW = 0.5;

  private final InferenceRuntime runtime;
  private final MeasurementLog log;
  private final TableLatencyModel model;
  private LatencyTable table;

  /** The last network that the table knew: tells the machine's level where needed. */
  private Optional<LayerGraph> reference = Optional.empty();

  /**
   * Creates the model.
   *
   * @param table the table to complete
   * @param runtime what missing blocks are measured on; that of the table
   * @param log what remembers the measurements, under {@code block/KEY}
   */
  public CompletingLatencyModel(LatencyTable table, InferenceRuntime runtime, MeasurementLog log) {
    this.runtime = runtime;
    this.log = log;
    this.table = table;
    this.model = new TableLatencyModel(table);
  }

  /** {@inheritDoc} Measures first what the table lacks. */
  @Override
  public synchronized LatencyEstimate predict(LayerGraph graph) {
    complete(graph);
    return model.predict(graph);
  }

  /**
   * Returns the table as completed so far.
   *
   * @return the table
   */
  public synchronized LatencyTable table() {
    return table;
  }

  private void complete(LayerGraph graph) {
    Map<String, LatencyEntry> found = new TreeMap<>();
    for (String key : table.missing(graph)) {
      log.recall(logKey(key)).ifPresent(values -> found.put(key, entry(values)));
    }
    add(found);
    if (!table.missing(graph).isEmpty()) {
      add(measure(graph));
    } else {
      reference = Optional.of(graph);
    }
  }

  private void add(Map<String, LatencyEntry> entries) {
    if (!entries.isEmpty()) {
      table = table.with(entries);
      model.add(entries);
    }
  }

  private Map<String, LatencyEntry> measure(LayerGraph graph) {
    List<LayerGraph> profiled = new ArrayList<>(List.of(graph));
    if (2 * table.missing(graph).size() > graph.blocks().size()) {
      reference.ifPresent(profiled::add);
    }
    List<List<BlockAttribution.BlockTime>> times = CompletionProtocol.measure(runtime, profiled);
    double ratio = ratioToTable(profiled, times);
    Map<String, LatencyEntry> entries = new LinkedHashMap<>();
    for (int i = 0; i < graph.blocks().size(); i++) {
      String key = graph.blocks().get(i).key();
      if (!table.entries().containsKey(key) && !entries.containsKey(key)) {
        BlockAttribution.BlockTime time = times.get(0).get(i);
        List<Double> values =
            List.of(
                Rounding.millis(ratio * CompletionProtocol.millis(time)),
                (double) time.nodes(),
                Rounding.millis(ratio * CompletionProtocol.spreadMillis(time)));
        log.record(logKey(key), values);
        entries.put(key, entry(values));
      }
    }
    return entries;
  }

  /**
   * Time of the known blocks in the table over their time here, drawn towards the table's own ratio
   * as the known blocks are the smaller part and no reference was profiled with them.
   */
  private double ratioToTable(
      List<LayerGraph> graphs, List<List<BlockAttribution.BlockTime>> times) {
    double inTable = 0;
    double here = 0;
    double missing = 0;
    for (int graph = 0; graph < graphs.size(); graph++) {
      for (int block = 0; block < graphs.get(graph).blocks().size(); block++) {
        double millis = CompletionProtocol.millis(times.get(graph).get(block));
        LatencyEntry entry = table.entries().get(graphs.get(graph).blocks().get(block).key());
        if (entry == null) {
          missing += millis;
        } else {
          inTable += entry.medianMillis();
          here += millis;
        }
      }
    }
    double drawn = graphs.size() > 1 ? 0 : DRAW * missing;
    return (inTable + drawn * table.calibration().completionRatio()) / (here + drawn);
  }

  private static LatencyEntry entry(List<Double> values) {
    return new LatencyEntry(
        1, values.get(1), values.get(0), values.get(2), LatencyEntry.Origin.COMPLETED);
  }

  private static String logKey(String key) {
    return "block/" + key;
  }
}
