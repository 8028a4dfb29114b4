package io.hwnas.latency;

import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Measurer;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.ProfileTask;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.TextDigest;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Measures latency tables.
 *
 * <p>Cover networks, which together hold every block of the sources, are profiled whole, and the
 * nodes' times summed by block; so each block is measured among the layouts, fusions and cold
 * caches that it meets in a network. Random whole networks, timed unprofiled, then calibrate the
 * sums. Every measured value is recorded before it is used: a build that is stopped goes on from
 * its log, and a build replayed from its log gives an equal table.
 */
public final class TableBuilder {
  private final InferenceRuntime runtime;
  private final LongSupplier nanoClock;

  /**
   * Creates a builder.
   *
   * @param runtime what the table is measured on
   */
  public TableBuilder(InferenceRuntime runtime) {
    this(runtime, System::nanoTime);
  }

  /** Creates a builder that reads the time, in nanoseconds, from a given clock. */
  TableBuilder(InferenceRuntime runtime, LongSupplier nanoClock) {
    this.runtime = runtime;
    this.nanoClock = nanoClock;
  }

  /**
   * Measures every block that spaces can produce or networks hold.
   *
   * @param sources the spaces and networks, at least one
   * @param protocol how
   * @param seed draws the cover networks and the calibration networks
   * @param log what remembers the measurements, under {@code table/…}
   * @param progress hears of each batch of networks
   * @return the table
   * @throws InvalidInputException if there is no source
   */
  public LatencyTable build(
      List<TableSource> sources,
      TableProtocol protocol,
      long seed,
      MeasurementLog log,
      ProgressListener progress) {
    TablePlan plan = TablePlan.of(sources, protocol, seed);
    return build(plan, scoped("table", protocol, seed, plan.networks(), log), progress);
  }

  /** Measures what is planned; the log has nothing else under the tasks' keys. */
  LatencyTable build(TablePlan plan, MeasurementLog log, ProgressListener progress) {
    TableNetworks networks = plan.networks();
    Run run =
        new Run(plan.protocol(), plan.seed(), log, progress, networks.covers().size(), key -> true);
    CoverPasses.Result covers = run.profile(networks.covers());
    List<LatencyMeasurement> measured = run.time(networks.calibration());
    Calibration calibration =
        calibrate(plan, covers.entries(), measured)
            .withCompletionRatio(completionRatio(plan, covers.entries(), log));
    return new LatencyTable(
        plan.sources(),
        run.fingerprint,
        plan.protocol(),
        calibration,
        List.of(run.record(covers, covers.entries(), measured, networks.digests())),
        covers.entries());
  }

  /**
   * Adds to a table the blocks that other spaces and networks need and that it lacks.
   *
   * <p>They are measured as those of the table were, in cover networks, together with networks that
   * the table knows already, which tell by what factor the machine is slower or faster now. Whole
   * networks of the new sources, timed in turn with the same, correct them all by one factor. What
   * the table knows stays as it is.
   *
   * @param table the table, of this runtime
   * @param sources the spaces and networks
   * @param seed draws the networks
   * @param log what remembers the measurements, under {@code extension/…}
   * @param progress hears of each batch of networks
   * @return the table with the entries; the same table if it lacks none
   */
  public LatencyTable extend(
      LatencyTable table,
      List<TableSource> sources,
      long seed,
      MeasurementLog log,
      ProgressListener progress) {
    TableNetworks lacking =
        TableNetworks.of(
            TableExtension.lacking(table, sources),
            table.protocol(),
            seed,
            key -> !table.entries().containsKey(key));
    if (lacking.covers().isEmpty()) {
      return table;
    }
    List<LayerGraph> references = TableExtension.references(table, seed);
    List<LayerGraph> profiled = together(lacking.covers(), references);
    List<LayerGraph> timed = together(lacking.calibration(), references);
    TableNetworks networks = new TableNetworks(profiled, timed);
    Run run =
        new Run(
            table.protocol(),
            seed,
            scoped("extension", table.protocol(), seed, networks, log),
            progress,
            profiled.size(),
            key -> !table.entries().containsKey(key));
    CoverPasses.Result covers = run.profile(profiled);
    List<LatencyMeasurement> measured = run.time(timed);
    SortedMap<String, LatencyEntry> entries =
        new TableExtension(table, covers.entries()).entries(timed, measured);
    SortedMap<String, LatencyEntry> all = new TreeMap<>(entries);
    all.putAll(table.entries());
    List<TableBuild> builds = new ArrayList<>(table.builds());
    builds.add(run.record(covers, entries, measured, networks.digests()));
    List<TableSource> known = new ArrayList<>(table.sources());
    sources.stream().filter(source -> !known.contains(source)).forEach(known::add);
    return new LatencyTable(
        known, table.fingerprint(), table.protocol(), table.calibration(), builds, all);
  }

  private static List<LayerGraph> together(List<LayerGraph> first, List<LayerGraph> others) {
    Set<String> digests = new TreeSet<>();
    List<LayerGraph> all = new ArrayList<>(first);
    first.forEach(graph -> digests.add(NetworkDigest.of(graph)));
    others.stream().filter(graph -> digests.add(NetworkDigest.of(graph))).forEach(all::add);
    return all;
  }

  /** One measuring: where its figures are remembered and who hears of it. */
  private final class Run {
    private final TableProtocol protocol;
    private final long seed;
    private final MeasurementLog log;
    private final ProgressListener progress;
    private final Fingerprint fingerprint;
    private final long batches;
    private final Predicate<String> wanted;

    Run(
        TableProtocol protocol,
        long seed,
        MeasurementLog log,
        ProgressListener progress,
        int covers,
        Predicate<String> wanted) {
      Fingerprint here = runtime.fingerprint();
      this.protocol = protocol;
      this.seed = seed;
      this.log = log;
      this.progress = progress;
      this.fingerprint = here.at(startedAt(here, log));
      this.batches = ContextProfiler.batches(covers, protocol);
      this.wanted = wanted;
    }

    CoverPasses.Result profile(List<LayerGraph> covers) {
      return new CoverPasses(
              new ContextProfiler(runtime, log, protocol), log, protocol, nanoClock, wanted)
          .make(covers, seed, (done, all, detail) -> update(done, detail));
    }

    List<LatencyMeasurement> time(List<LayerGraph> graphs) {
      NetworkTimer timer =
          new NetworkTimer(
              runtime, log, (done, all, detail) -> update(batches + done, "calibration"));
      return timer.measure(TablePlan.timed(graphs), protocol.calibration());
    }

    private void update(long done, String detail) {
      progress.update(done, batches + protocol.calibration().sessions(), detail);
    }

    TableBuild record(
        CoverPasses.Result covers,
        SortedMap<String, LatencyEntry> entries,
        List<LatencyMeasurement> measured,
        List<String> networks) {
      return new TableBuild(
          fingerprint.measuredAt(),
          covers.stop(),
          covers.passes(),
          covers.seconds(),
          Rounding.figures(CoverEntries.precision(entries)),
          measured.stream().mapToInt(LatencyMeasurement::repeatedRuns).sum(),
          BuildDisturbance.of(
              covers.observations(), protocol.visits() * protocol.profiledRuns(), measured),
          networks);
    }
  }

  /** The part of a log for what is measured so, of these networks, on this machine. */
  private MeasurementLog scoped(
      String name,
      TableProtocol protocol,
      long seed,
      TableNetworks networks,
      MeasurementLog whole) {
    Fingerprint here = runtime.fingerprint().at(Instant.EPOCH);
    String what = here + "\n" + protocol + "\n" + seed + "\n" + networks.digests();
    return whole.under("%s/%s/".formatted(name, TextDigest.of(what)));
  }

  private static Instant startedAt(Fingerprint here, MeasurementLog log) {
    String key = "started-at";
    if (log.recall(key).isEmpty()) {
      log.record(key, List.of((double) here.measuredAt().getEpochSecond()));
    }
    return Instant.ofEpochSecond(log.recall(key).orElseThrow().get(0).longValue());
  }

  /** Fits the calibration; networks of blocks that nothing is known of are left out. */
  private static Calibration calibrate(
      TablePlan plan,
      SortedMap<String, LatencyEntry> measuredEntries,
      List<LatencyMeasurement> measured) {
    List<LayerGraph> graphs = plan.networks().calibration();
    SortedMap<String, LatencyEntry> entries =
        ChannelModel.of(plan.sources(), measuredEntries)
            .map(model -> model.complete(measuredEntries, graphs))
            .orElse(measuredEntries);
    List<CalibrationFit.Network> networks = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      LayerGraph graph = graphs.get(i);
      if (CoverEntries.hold(graph, entries)) {
        networks.add(
            new CalibrationFit.Network(
                CoverEntries.sum(graph, entries, LatencyEntry::medianMillis),
                CoverEntries.sum(graph, entries, LatencyEntry::nodes),
                measured.get(i).steadyMillis()));
      }
    }
    return CalibrationFit.fitFor(measuredEntries.values(), networks);
  }

  /** Profiles some cover networks as missing blocks are, and compares with the table. */
  private double completionRatio(
      TablePlan plan, SortedMap<String, LatencyEntry> entries, MeasurementLog log) {
    List<Double> ratios = new ArrayList<>();
    for (ProfileTask task : plan.completionTasks()) {
      LayerGraph graph = plan.networks().covers().get(ratios.size());
      List<Double> blockMillis =
          new Measurer(runtime, log).values(task).get(0).subList(0, graph.blocks().size());
      double here = blockMillis.stream().mapToDouble(Double::doubleValue).sum();
      ratios.add(CoverEntries.sum(graph, entries, LatencyEntry::medianMillis) / here);
    }
    return Rounding.figures(Quantiles.median(ratios));
  }
}
