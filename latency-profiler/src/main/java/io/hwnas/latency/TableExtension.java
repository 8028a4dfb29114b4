package io.hwnas.latency;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.Quantiles;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts blocks that were measured later on the scale of a table. */
final class TableExtension {
  /** Networks of the table's own sources that are measured beside the new ones. */
  private static final int REFERENCES = 8;

  /** Greatest correction by whole networks; more is taken for a fault of theirs, and not made. */
  private static final double MOST_CORRECTION = 0.3;

  private final LatencyTable table;
  private final SortedMap<String, LatencyEntry> added = new TreeMap<>();

  /**
   * Scales the new entries.
   *
   * @param table the table
   * @param measured entries of new and known blocks, measured together
   */
  TableExtension(LatencyTable table, SortedMap<String, LatencyEntry> measured) {
    this.table = table;
    double then = 0;
    double now = 0;
    for (Map.Entry<String, LatencyEntry> entry : measured.entrySet()) {
      LatencyEntry known = table.entries().get(entry.getKey());
      if (known != null) {
        then += known.medianMillis();
        now += entry.getValue().medianMillis();
      }
    }
    double factor = now == 0 ? 1 : then / now;
    measured.forEach(
        (key, entry) -> {
          if (!table.entries().containsKey(key)) {
            added.put(key, entry.times(factor));
          }
        });
  }

  /**
   * Sources that there is something to measure of: another draw of channels that a table was
   * measured for already would add nothing that it lacks.
   */
  static List<TableSource> lacking(LatencyTable table, List<TableSource> sources) {
    return sources.stream()
        .filter(
            source ->
                !(source instanceof TableSource.OfChannels && table.sources().contains(source)))
        .toList();
  }

  /** Networks of the table's own sources whose blocks it knows, to be measured beside others. */
  static List<LayerGraph> references(LatencyTable table, long seed) {
    TableProtocol protocol = table.protocol();
    TableProtocol few =
        new TableProtocol(
            1,
            1,
            protocol.stopping(),
            protocol.visits(),
            protocol.warmUpRuns(),
            protocol.profiledRuns(),
            REFERENCES,
            protocol.calibration());
    TableNetworks networks = TableNetworks.of(table.sources(), few, seed, key -> true);
    return Stream.concat(networks.calibration().stream(), networks.covers().stream())
        .filter(graph -> table.missing(graph).isEmpty())
        .limit(REFERENCES)
        .toList();
  }

  /**
   * Corrects the new entries by one factor, by least squares of whole networks' relative errors,
   * their latencies being on the table's scale by those of the networks of known blocks alone.
   *
   * @param graphs whole networks
   * @param measured their latencies, measured in turn
   * @return the new entries
   */
  SortedMap<String, LatencyEntry> entries(
      List<LayerGraph> graphs, List<LatencyMeasurement> measured) {
    List<Double> levels = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      if (table.missing(graphs.get(i)).isEmpty()) {
        levels.add(known(graphs.get(i)) / measured.get(i).steadyMillis());
      }
    }
    if (levels.isEmpty()) {
      return added;
    }
    double level = Quantiles.median(levels);
    SortedMap<String, LatencyEntry> all = withModelled(graphs);
    double missed = 0;
    double spoken = 0;
    for (int i = 0; i < graphs.size(); i++) {
      if (!CoverEntries.hold(graphs.get(i), all)) {
        continue;
      }
      double whole = level * measured.get(i).steadyMillis();
      double fresh = fresh(graphs.get(i), all) / whole;
      missed += fresh * (1 - known(graphs.get(i)) / whole);
      spoken += fresh * fresh;
    }
    double factor = spoken == 0 ? 1 : missed / spoken;
    return corrected(Math.abs(factor - 1) <= MOST_CORRECTION ? factor : 1);
  }

  /** What the table knows of a network's latency, in milliseconds. */
  private double known(LayerGraph graph) {
    return graph.blocks().stream()
        .map(LoweredBlock::key)
        .filter(table.entries()::containsKey)
        .mapToDouble(key -> table.calibration().millis(table.entries().get(key)))
        .sum();
  }

  /** What the new entries say of the rest. */
  private double fresh(LayerGraph graph, SortedMap<String, LatencyEntry> all) {
    return graph.blocks().stream()
        .map(LoweredBlock::key)
        .filter(key -> !table.entries().containsKey(key) && all.containsKey(key))
        .mapToDouble(key -> table.calibration().millis(all.get(key)))
        .sum();
  }

  /** All entries, and for networks of random channels what follows from them. */
  private SortedMap<String, LatencyEntry> withModelled(List<LayerGraph> graphs) {
    SortedMap<String, LatencyEntry> all = new TreeMap<>(table.entries());
    all.putAll(added);
    return ChannelModel.of(all).complete(all, graphs);
  }

  /** The factor belongs to calibrated times, of which the profiler's share is no part. */
  private SortedMap<String, LatencyEntry> corrected(double factor) {
    Calibration calibration = table.calibration();
    SortedMap<String, LatencyEntry> corrected = new TreeMap<>();
    added.forEach(
        (key, entry) -> {
          double wanted = factor * calibration.millis(entry);
          double millis = calibration.profiledMillis(wanted, entry.nodes());
          corrected.put(key, entry.times(millis / entry.medianMillis()));
        });
    return corrected;
  }
}
