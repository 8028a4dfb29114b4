package io.hwnas.latency;

import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Predicts from a table, and measures the blocks that the table lacks when they are asked for.
 *
 * <p>The network that asks for a missing block is measured as a whole, with the profiler and
 * without. Its blocks that were measured with the table tell by what factor the machine is faster
 * or slower now; where those are the fewer, the last network that the table knew from the start is
 * measured in turn with it and tells the factor too. The missing blocks are put on the table's
 * scale by it, and the time of the whole network corrects them as far as they make it up. Each new
 * entry is recorded under its key before it is used, and kept.
 *
 * <p>Where the table was measured for any channel counts ({@link ChannelModel}), missing blocks are
 * predicted first, and measured, with care, for networks that are {@link #considered}, of which the
 * one that seems best would else be one whose blocks were predicted too fast, and for those that
 * are {@link #chosen}, whose blocks are in all networks that are asked for afterwards. Safe for use
 * by several threads; measurements happen one at a time.
 */
public final class CompletingLatencyModel implements LatencyModel {
  private final InferenceRuntime runtime;
  private final MeasurementLog log;
  private final CarefulCompletion careful;
  private final CarefulCompletion considering;
  private final TableLatencyModel model;
  private Optional<ChannelModel> channels;
  private LatencyTable table;

  /** The last network measured wholly with the table: tells the machine's level where needed. */
  private Optional<LayerGraph> reference = Optional.empty();

  /**
   * Creates the model.
   *
   * @param table the table to complete
   * @param runtime what missing blocks are measured on; that of the table
   * @param log what remembers the measurements: of a block alone under {@code block/}, of a
   *     network's blocks under {@code considered/}, {@code chosen/} and {@code care/}
   */
  public CompletingLatencyModel(LatencyTable table, InferenceRuntime runtime, MeasurementLog log) {
    this.runtime = runtime;
    this.log = log;
    this.careful = new CarefulCompletion(runtime, CompletionProtocol.CAREFUL, log);
    this.considering = new CarefulCompletion(runtime, CompletionProtocol.CONSIDERED, log);
    this.table = table;
    this.model = new TableLatencyModel(table);
    this.channels = ChannelModel.of(table);
  }

  /** {@inheritDoc} Measures first what the table lacks and cannot predict. */
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

  /**
   * {@inheritDoc} Measures with care its blocks that are only predicted from other channel counts,
   * and predicts others of their families by them, too.
   */
  @Override
  public synchronized void chosen(LayerGraph graph) {
    measure(careful, "chosen/", List.of(graph));
  }

  /**
   * {@inheritDoc} Measures with care their blocks that are only predicted from other channel
   * counts, and predicts others of their families by them, too.
   */
  @Override
  public synchronized boolean considered(List<LayerGraph> graphs) {
    return measure(considering, "considered/", graphs);
  }

  private boolean measure(CarefulCompletion how, String scope, List<LayerGraph> graphs) {
    List<LayerGraph> lacking =
        graphs.stream().filter(graph -> !table.missing(graph).isEmpty()).toList();
    if (channels.isEmpty() || lacking.isEmpty()) {
      return false;
    }
    Map<String, LatencyEntry> measured = how.entries(scope, table, lacking, bases());
    add(measured);
    // Else what is cut next would be a measured block held against a predicted one, whose
    // difference is also what the prediction was off.
    channels = channels.map(known -> known.with(measured));
    return true;
  }

  /**
   * Predicts a network that is to be reported: where the table is of any channel counts, after
   * measuring with care its blocks that were not measured with the table.
   *
   * @param graph the network
   * @return the prediction
   */
  public LatencyEstimate predictFinally(LayerGraph graph) {
    return channels.isPresent() ? predictWithCare(graph, List.of()) : predict(graph);
  }

  /** The networks of any channels, whose own channels the table knows. */
  private List<LayerGraph> bases() {
    return table.sources().stream()
        .filter(TableSource.OfChannels.class::isInstance)
        .map(source -> LayerGraph.of(((TableSource.OfChannels) source).base().architecture()))
        .filter(graph -> covered(graph) == graph.blocks().size())
        .toList();
  }

  /**
   * Predicts a network after measuring anew, with care, its blocks that were not measured with the
   * table: in several sessions, in turn with networks that the table knows.
   *
   * @param graph the network
   * @param references networks of the table's space; those of blocks that were not measured with it
   *     are left out, and where none is left, networks that the table was measured for take their
   *     place
   * @return the prediction; later ones use the same entries
   */
  public synchronized LatencyEstimate predictWithCare(
      LayerGraph graph, List<LayerGraph> references) {
    LatencyTable built = table.completedFor(List.of());
    if (!built.missing(graph).isEmpty()) {
      List<LayerGraph> known =
          references.stream().filter(network -> built.missing(network).isEmpty()).toList();
      add(careful.entries("care/", built, List.of(graph), known.isEmpty() ? bases() : known));
    }
    return model.predict(graph);
  }

  private void complete(LayerGraph graph) {
    predictMissing(graph);
    Map<String, LatencyEntry> found = new TreeMap<>();
    for (String key : unknown(graph)) {
      log.recall(logKey(key)).ifPresent(values -> found.put(key, entry(1, values)));
    }
    add(found);
    List<String> unknown = unknown(graph);
    if (!unknown.isEmpty()) {
      Map<String, LatencyEntry> measured = measure(graph);
      measured.keySet().retainAll(unknown);
      measured.forEach(this::record);
      add(measured);
    } else if (covered(graph) == graph.blocks().size()) {
      reference = Optional.of(graph);
    }
  }

  /** Blocks that must be measured. */
  private List<String> unknown(LayerGraph graph) {
    return table.missing(graph).stream().filter(key -> predicted(key).isEmpty()).toList();
  }

  private Optional<LatencyEntry> predicted(String key) {
    return channels.flatMap(known -> known.entry(key));
  }

  /** Lets the model know, but not the table, what follows from other channel counts. */
  private void predictMissing(LayerGraph graph) {
    if (channels.isPresent()) {
      Map<String, LatencyEntry> entries = new TreeMap<>();
      table.missing(graph).forEach(key -> predicted(key).ifPresent(e -> entries.put(key, e)));
      model.add(entries);
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
    if (2 * covered(graph) < graph.blocks().size()) {
      reference.ifPresent(profiled::add);
    }
    return new Completion(table, CompletionProtocol.QUICK.session(runtime, profiled, 0)).entries();
  }

  private void record(String key, LatencyEntry entry) {
    log.record(logKey(key), List.of(entry.medianMillis(), entry.nodes(), entry.spreadMillis()));
  }

  private long covered(LayerGraph graph) {
    return graph.blocks().stream()
        .filter(block -> Completion.cover(table, block.key()).isPresent())
        .count();
  }

  private static LatencyEntry entry(int count, List<Double> values) {
    return LatencyEntry.of(
        count, values.get(1), values.get(0), values.get(2), LatencyEntry.Origin.COMPLETED);
  }

  private static String logKey(String key) {
    return "block/" + key;
  }
}
