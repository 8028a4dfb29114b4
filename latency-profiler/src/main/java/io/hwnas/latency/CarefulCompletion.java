package io.hwnas.latency;

import io.hwnas.latency.CompletionProtocol.Measured;
import io.hwnas.probe.GroupLog;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Quantiles;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures blocks that a table lacks in several sessions, or recalls what was measured so. */
final class CarefulCompletion {
  /** Networks in memory at once, beside the references. */
  private static final int AT_ONCE = 8;

  private final InferenceRuntime runtime;
  private final CompletionProtocol protocol;
  private final GroupLog log;

  CarefulCompletion(InferenceRuntime runtime, CompletionProtocol protocol, MeasurementLog log) {
    this.runtime = runtime;
    this.protocol = protocol;
    this.log = new GroupLog(log);
  }

  /**
   * Measures networks' missing blocks, or recalls them.
   *
   * @param scope before the networks' digests in the log's keys
   * @param table what lacks the blocks
   * @param asked the networks
   * @param references networks that the table knows, measured in turn with them
   * @return an entry for each missing block; of a block that several lack, as the first has it
   */
  Map<String, LatencyEntry> entries(
      String scope, LatencyTable table, List<LayerGraph> asked, List<LayerGraph> references) {
    Map<LayerGraph, List<List<Double>>> found = new LinkedHashMap<>();
    List<LayerGraph> unknown = new ArrayList<>();
    for (LayerGraph graph : asked) {
      Optional<List<List<Double>>> recalled =
          log.recall(scope + NetworkDigest.of(graph), table.missing(graph).size());
      recalled.ifPresentOrElse(values -> found.put(graph, values), () -> unknown.add(graph));
    }
    for (int from = 0; from < unknown.size(); from += AT_ONCE) {
      List<LayerGraph> batch = unknown.subList(from, Math.min(from + AT_ONCE, unknown.size()));
      List<List<List<Double>>> measured = measure(table, batch, references);
      for (int i = 0; i < batch.size(); i++) {
        log.record(scope + NetworkDigest.of(batch.get(i)), measured.get(i));
        found.put(batch.get(i), measured.get(i));
      }
    }
    return entries(table, asked, found);
  }

  private Map<String, LatencyEntry> entries(
      LatencyTable table, List<LayerGraph> asked, Map<LayerGraph, List<List<Double>>> found) {
    Map<String, LatencyEntry> entries = new TreeMap<>();
    for (LayerGraph graph : asked) {
      List<String> keys = table.missing(graph);
      for (int i = 0; i < keys.size(); i++) {
        List<Double> values = found.get(graph).get(i);
        entries.putIfAbsent(
            keys.get(i),
            LatencyEntry.of(
                protocol.sessions(),
                values.get(1),
                values.get(0),
                values.get(2),
                LatencyEntry.Origin.COMPLETED));
      }
    }
    return entries;
  }

  /** For each network and block that it lacks, what {@link #summary} says. */
  private List<List<List<Double>>> measure(
      LatencyTable table, List<LayerGraph> asked, List<LayerGraph> references) {
    List<LayerGraph> profiled = new ArrayList<>(asked);
    profiled.addAll(references);
    List<List<Map<String, LatencyEntry>>> sessions = new ArrayList<>();
    for (int session = 0; session < protocol.sessions(); session++) {
      sessions.add(completed(table, asked.size(), protocol.session(runtime, profiled, session)));
    }
    List<List<List<Double>>> values = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      int place = i;
      List<Map<String, LatencyEntry>> own = sessions.stream().map(all -> all.get(place)).toList();
      values.add(
          table.missing(asked.get(i)).stream()
              .map(key -> summary(own.stream().map(entries -> entries.get(key)).toList()))
              .toList());
    }
    return values;
  }

  /** What one session says of each network's missing blocks. */
  private static List<Map<String, LatencyEntry>> completed(
      LatencyTable table, int asked, List<Measured> measured) {
    List<Map<String, LatencyEntry>> entries = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      List<Measured> beside = new ArrayList<>(List.of(measured.get(i)));
      beside.addAll(measured.subList(asked, measured.size()));
      entries.add(new Completion(table, beside).entries());
    }
    return entries;
  }

  /** A block's median time over the sessions, its nodes and the times' deviation. */
  private static List<Double> summary(List<LatencyEntry> sessions) {
    List<Double> millis = sessions.stream().map(LatencyEntry::medianMillis).toList();
    return List.of(
        Rounding.millis(Quantiles.median(millis)),
        sessions.get(0).nodes(),
        Rounding.millis(Quantiles.deviation(millis)));
  }
}
