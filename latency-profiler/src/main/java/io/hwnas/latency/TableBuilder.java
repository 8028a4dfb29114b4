package io.hwnas.latency;

import io.hwnas.latency.ContextProfiler.Observation;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Measurer;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.TextDigest;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures latency tables.
 *
 * <p>Cover networks, which together hold every block of the space, are profiled whole, and the
 * nodes' times summed by block; so each block is measured among the layouts, fusions and cold
 * caches that it meets in a network. Random whole networks, timed unprofiled, then calibrate the
 * sums. Every measured value is recorded before it is used: a build that is stopped goes on from
 * its log, and a build replayed from its log gives an equal table.
 */
public final class TableBuilder {
  private static final int ATTEMPTS_PER_NETWORK = 20;
  private static final int COMPLETION_NETWORKS = 8;

  private final InferenceRuntime runtime;

  /**
   * Creates a builder.
   *
   * @param runtime what the table is measured on
   */
  public TableBuilder(InferenceRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Measures every block that a search space can produce.
   *
   * @param space the space
   * @param protocol how
   * @param seed draws the cover networks and the calibration networks
   * @param log what remembers the measurements, under {@code table/…}
   * @param progress hears of each batch of networks
   * @return the table
   */
  public LatencyTable build(
      SearchSpace space,
      TableProtocol protocol,
      long seed,
      MeasurementLog log,
      ProgressListener progress) {
    List<Integer> choices =
        space.decisions().stream().map(decision -> decision.choices().size()).toList();
    List<LayerGraph> covers =
        new CoverNetworks(
                choices,
                vector -> LayerGraph.of(space.decode(new DecisionVector(vector))),
                Seeds.of(seed, "latency/covers"))
            .find(protocol.coversPerBlock());
    Map<String, LayerGraph> calibration = new LinkedHashMap<>();
    int attempts = protocol.calibrationNetworks() * ATTEMPTS_PER_NETWORK;
    for (int i = 0; i < attempts && calibration.size() < protocol.calibrationNetworks(); i++) {
      DecisionVector drawn =
          switch (i) {
            case 0 -> space.smallest();
            case 1 -> space.largest();
            default -> space.sample(Seeds.of(seed, "latency/calibration", i));
          };
      LayerGraph graph = LayerGraph.of(space.decode(drawn));
      calibration.putIfAbsent(NetworkDigest.of(graph), graph);
    }
    return build(
        space.name(), covers, List.copyOf(calibration.values()), protocol, seed, log, progress);
  }

  /**
   * Measures the blocks of given architectures, which also calibrate the table.
   *
   * @param name what the table calls them
   * @param architectures the architectures, at least one
   * @param protocol how
   * @param seed draws the order of measuring
   * @param log what remembers the measurements, under {@code table/…}
   * @param progress hears of each batch of networks
   * @return the table
   * @throws InvalidInputException if there is no architecture
   */
  public LatencyTable build(
      String name,
      List<Architecture> architectures,
      TableProtocol protocol,
      long seed,
      MeasurementLog log,
      ProgressListener progress) {
    if (architectures.isEmpty()) {
      throw new InvalidInputException("a latency table needs at least one architecture");
    }
    Map<String, LayerGraph> distinct = new LinkedHashMap<>();
    for (Architecture architecture : architectures) {
      LayerGraph graph = LayerGraph.of(architecture);
      distinct.putIfAbsent(NetworkDigest.of(graph), graph);
    }
    List<LayerGraph> graphs = List.copyOf(distinct.values());
    int calibrated = Math.min(graphs.size(), protocol.calibrationNetworks());
    return build(name, graphs, graphs.subList(0, calibrated), protocol, seed, log, progress);
  }

  private LatencyTable build(
      String name,
      List<LayerGraph> covers,
      List<LayerGraph> calibration,
      TableProtocol protocol,
      long seed,
      MeasurementLog log,
      ProgressListener progress) {
    Fingerprint here = runtime.fingerprint();
    MeasurementLog scoped = log.under("table/" + scope(here, protocol, seed) + "/");
    Fingerprint fingerprint = here.at(startedAt(here, scoped));
    long batches = ContextProfiler.batches(covers.size(), protocol);
    long total = batches + protocol.calibration().sessions();
    List<Observation> observations =
        new ContextProfiler(runtime, scoped, protocol)
            .observe(covers, seed, (done, all, detail) -> progress.update(done, total, detail));
    SortedMap<String, LatencyEntry> entries = entries(covers, observations);
    NetworkTimer timer =
        new NetworkTimer(
            runtime,
            scoped,
            (done, all, detail) -> progress.update(batches + done, total, "calibration"));
    Calibration fitted =
        calibrate(calibration, entries, timer, protocol)
            .withCompletionRatio(completionRatio(covers, entries, scoped));
    return new LatencyTable(name, fingerprint, protocol, fitted, entries);
  }

  private static String scope(Fingerprint here, TableProtocol protocol, long seed) {
    return TextDigest.of(here.at(Instant.EPOCH) + "\n" + protocol + "\n" + seed);
  }

  private static Instant startedAt(Fingerprint here, MeasurementLog log) {
    String key = "started-at";
    if (log.recall(key).isEmpty()) {
      log.record(key, List.of((double) here.measuredAt().getEpochSecond()));
    }
    return Instant.ofEpochSecond(log.recall(key).orElseThrow().get(0).longValue());
  }

  /** The entry of each block: order statistics over networks and passes, each at its level. */
  private static SortedMap<String, LatencyEntry> entries(
      List<LayerGraph> graphs, List<Observation> observations) {
    Map<Integer, Double> levels = LevelCorrection.levels(observations);
    SortedMap<String, List<Double>> millis = new TreeMap<>();
    SortedMap<String, List<Double>> nodes = new TreeMap<>();
    for (Observation seen : observations) {
      List<LoweredBlock> blocks = graphs.get(seen.network()).blocks();
      for (int block = 0; block < blocks.size(); block++) {
        String key = blocks.get(block).key();
        double atLevel = seen.blockMillis().get(block) / levels.get(seen.batch());
        millis.computeIfAbsent(key, absent -> new ArrayList<>()).add(atLevel);
        nodes.computeIfAbsent(key, absent -> new ArrayList<>()).add(seen.blockNodes().get(block));
      }
    }
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    millis.forEach(
        (key, values) ->
            entries.put(
                key,
                new LatencyEntry(
                    values.size(),
                    Rounding.figures(mean(nodes.get(key))),
                    Rounding.millis(Quantiles.median(values)),
                    Rounding.millis(Quantiles.deviation(values)),
                    LatencyEntry.Origin.COVER)));
    return entries;
  }

  private static Calibration calibrate(
      List<LayerGraph> graphs,
      SortedMap<String, LatencyEntry> entries,
      NetworkTimer timer,
      TableProtocol protocol) {
    List<CalibrationFit.Network> networks = new ArrayList<>();
    List<TimedNetwork> timed = new ArrayList<>();
    graphs.forEach(graph -> timed.add(new GraphNetwork(NetworkDigest.of(graph), graph)));
    List<LatencyMeasurement> measured = timer.measure(timed, protocol.calibration());
    for (int i = 0; i < graphs.size(); i++) {
      networks.add(
          new CalibrationFit.Network(
              sum(graphs.get(i), entries, LatencyEntry::medianMillis),
              sum(graphs.get(i), entries, LatencyEntry::nodes),
              measured.get(i).medianMillis()));
    }
    return CalibrationFit.fit(networks);
  }

  /** Profiles some cover networks as missing blocks are, and compares with the table. */
  private double completionRatio(
      List<LayerGraph> covers, SortedMap<String, LatencyEntry> entries, MeasurementLog log) {
    List<Double> ratios = new ArrayList<>();
    for (LayerGraph graph : covers.subList(0, Math.min(covers.size(), COMPLETION_NETWORKS))) {
      List<Double> blockMillis =
          new Measurer(runtime, log)
              .values(CompletionProtocol.QUICK.task("completion/" + NetworkDigest.of(graph), graph))
              .get(0)
              .subList(0, graph.blocks().size());
      double here = blockMillis.stream().mapToDouble(Double::doubleValue).sum();
      ratios.add(sum(graph, entries, LatencyEntry::medianMillis) / here);
    }
    return Rounding.figures(Quantiles.median(ratios));
  }

  private static double sum(
      LayerGraph graph,
      SortedMap<String, LatencyEntry> entries,
      ToDoubleFunction<LatencyEntry> figure) {
    double sum = 0;
    for (LoweredBlock block : graph.blocks()) {
      LatencyEntry entry = entries.get(block.key());
      if (entry == null) {
        throw new IllegalStateException("no cover network holds '%s'".formatted(block.key()));
      }
      sum += figure.applyAsDouble(entry);
    }
    return sum;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
