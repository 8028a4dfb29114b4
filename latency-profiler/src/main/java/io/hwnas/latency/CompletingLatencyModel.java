package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predicts from a table, and measures the blocks that the table lacks when they are asked for.
 *
 * <p>A missing block is profiled between its neighbours in the network that asks for it. The
 * neighbours that the table knows tell by what factor the blocks of this little network run faster
 * or slower than in the table's whole ones, and the missing block is put on the table's scale by
 * it. Each new entry is recorded under its key before it is used, and kept. Safe for use by several
 * threads; measurements happen one at a time.
 */
public final class CompletingLatencyModel implements LatencyModel {
  private static final double DRAW = 0.5;

  /** A stretch of blocks, both ends included. */
  private record Span(int first, int last) {}

  private final InferenceRuntime runtime;
  private final MeasurementLog log;
  private LatencyTable table;
  private TableLatencyModel model;

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
    }
  }

  private void add(Map<String, LatencyEntry> entries) {
    if (!entries.isEmpty()) {
      table = table.with(entries);
      model.add(entries);
    }
  }

  private Map<String, LatencyEntry> measure(LayerGraph graph) {
    List<LayerGraph> parts =
        spans(graph).stream().map(span -> BlockRange.of(graph, span.first(), span.last())).toList();
    List<List<BlockAttribution.BlockTime>> times =
        CompletionProtocol.measure(
            runtime,
            parts.stream().map(part -> new TimedNetwork.OfGraph(part.name(), part)).toList());
    Map<String, LatencyEntry> measured = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      entries(parts.get(i), times.get(i)).forEach(measured::putIfAbsent);
    }
    return measured;
  }

  /** The missing blocks with a neighbour on each side, as stretches that do not overlap. */
  private List<Span> spans(LayerGraph graph) {
    List<Span> spans = new ArrayList<>();
    List<LoweredBlock> blocks = graph.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      if (table.entries().containsKey(blocks.get(i).key())) {
        continue;
      }
      Span span = new Span(Math.max(0, i - 1), Math.min(blocks.size() - 1, i + 1));
      int last = spans.size() - 1;
      if (last >= 0 && spans.get(last).last() >= span.first()) {
        spans.set(last, new Span(spans.get(last).first(), span.last()));
      } else {
        spans.add(span);
      }
    }
    return spans;
  }

  private Map<String, LatencyEntry> entries(
      LayerGraph part, List<BlockAttribution.BlockTime> times) {
    double ratio = ratioToTable(part, times);
    Map<String, LatencyEntry> entries = new LinkedHashMap<>();
    for (int i = 0; i < times.size(); i++) {
      String key = part.blocks().get(i).key();
      if (!table.entries().containsKey(key) && !entries.containsKey(key)) {
        List<Double> values =
            List.of(
                Rounding.millis(ratio * Quantiles.midmean(times.get(i).micros()) / 1000),
                (double) times.get(i).nodes(),
                Rounding.millis(ratio * Quantiles.deviation(times.get(i).micros()) / 1000));
        log.record(logKey(key), values);
        entries.put(key, entry(values));
      }
    }
    return entries;
  }

  /**
   * Time of the known blocks in the table over their time here, drawn towards the table's own ratio
   * as the known blocks are the smaller part.
   */
  private double ratioToTable(LayerGraph part, List<BlockAttribution.BlockTime> times) {
    double inTable = 0;
    double here = 0;
    double missing = 0;
    for (int i = 0; i < times.size(); i++) {
      double millis = Quantiles.midmean(times.get(i).micros()) / 1000;
      LatencyEntry entry = table.entries().get(part.blocks().get(i).key());
      if (entry == null) {
        missing += millis;
      } else {
        inTable += entry.medianMillis();
        here += millis;
      }
    }
    double drawn = DRAW * missing;
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
