package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Disturbance;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.Pace;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableBuilderTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 2, Optional.empty(), 1, 0, 4, 10, new TimingProtocol(1, 2, 1, 3));

  private final SearchSpace space = Spaces.small();

  private LatencyTable build(InferenceRuntime runtime, MeasurementLog log) {
    return new TableBuilder(runtime, () -> 0)
        .build(Spaces.smallSource(), PROTOCOL, 7, log, ProgressListener.SILENT);
  }

  @Test
  void hasAnEntryForEveryBlockOfTheSpace() {
    LatencyTable table = build(new FakeRuntime(), MeasurementLog.inMemory());
    assertEquals(Spaces.allKeys(space), table.entries().keySet());
  }

  @Test
  void predictsNetworksItNeverSaw() {
    TableLatencyModel model =
        new TableLatencyModel(build(new FakeRuntime(), MeasurementLog.inMemory()));
    for (int i = 0; i < 50; i++) {
      LayerGraph graph =
          LayerGraph.of(space.decode(space.sample(Seeds.of(3, "table-builder-tests", i))));
      double truth = FakeRuntime.trueMillis(graph);
      assertEquals(truth, model.predict(graph).millis(), 0.01 * truth);
    }
  }

  @Test
  void takesOutWhatTheMachineWasSlowerInSomeBatches() {
    FakeRuntime even = new FakeRuntime();
    FakeRuntime uneven = new FakeRuntime();
    MeasurementLog log = MeasurementLog.inMemory();
    LatencyTable expected = build(even, MeasurementLog.inMemory());
    LatencyTable table =
        new TableBuilder(uneven)
            .build(
                Spaces.smallSource(),
                PROTOCOL,
                7,
                log,
                (done, total, detail) -> uneven.level = done == 1 ? 1.5 : 1);
    expected
        .entries()
        .forEach(
            (key, entry) ->
                assertEquals(
                    entry.medianMillis(),
                    table.entries().get(key).medianMillis(),
                    0.01 * entry.medianMillis()));
  }

  @Test
  void replayedFromItsLogMeasuresNothingAndIsEqual() {
    MeasurementLog log = MeasurementLog.inMemory();
    LatencyTable first = build(new FakeRuntime(), log);
    FakeRuntime later = new FakeRuntime();
    later.level = 3;
    later.now = Instant.parse("2027-01-01T00:00:00Z");
    assertEquals(first, build(later, log));
    assertEquals(0, later.profiled);
    assertEquals(List.of(), later.runs);
  }

  @Test
  void takesNothingFromTheLogOfAnotherTable() {
    MeasurementLog log = MeasurementLog.inMemory();
    build(new FakeRuntime(), log);
    FakeRuntime later = new FakeRuntime();
    later.now = Instant.parse("2027-01-01T00:00:00Z");
    List<TableSource> other =
        List.of(TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v2")));
    AtomicInteger seconds = new AtomicInteger();
    LatencyTable table =
        new TableBuilder(later, () -> 1_000_000_000L * seconds.incrementAndGet())
            .build(other, PROTOCOL, 7, log, ProgressListener.SILENT);
    assertEquals(later.now, table.builds().get(0).at());
    assertTrue(table.builds().get(0).seconds() > 0, "the seconds are those of the other table");
  }

  @Test
  void goesOnFromItsLogWhereItWasStopped() {
    LatencyTable whole = build(new FakeRuntime(), MeasurementLog.inMemory());
    FakeRuntime counting = new FakeRuntime();
    build(counting, MeasurementLog.inMemory());
    MeasurementLog log = MeasurementLog.inMemory();
    FakeRuntime stopped = new FakeRuntime();
    stopped.profilesUntilFailure = 2;
    assertThrows(IllegalStateException.class, () -> build(stopped, log));
    FakeRuntime resumed = new FakeRuntime();
    assertEquals(whole, build(resumed, log));
    assertEquals(counting.profiled, stopped.profiled + resumed.profiled);
  }

  @Test
  void networksOfABatchAreOfOneProcessWhereverAnEarlierOneWasStopped() {
    LatencyTable whole = build(new FakeRuntime(), MeasurementLog.inMemory());
    for (int records = 1; records < 5; records++) {
      MeasurementLog log = MeasurementLog.inMemory();
      StoppedLog stopped = new StoppedLog(log, records);
      assertThrows(IllegalStateException.class, () -> build(new FakeRuntime(), stopped));
      FakeRuntime slower = new FakeRuntime();
      slower.level = 1.5;
      LatencyTable resumed = build(slower, log);
      double scale = mean(resumed) / mean(whole);
      whole
          .entries()
          .forEach(
              (key, entry) ->
                  assertEquals(
                      scale * entry.medianMillis(),
                      resumed.entries().get(key).medianMillis(),
                      0.01 * entry.medianMillis(),
                      key));
    }
  }

  private static double mean(LatencyTable table) {
    return table.entries().values().stream()
        .mapToDouble(LatencyEntry::medianMillis)
        .average()
        .orElseThrow();
  }

  @Test
  void anotherMachineDoesNotReplayTheLog() {
    MeasurementLog log = MeasurementLog.inMemory();
    build(new FakeRuntime(), log);
    FakeRuntime fake = new FakeRuntime();
    InferenceRuntime newer = new RenamedRuntime(fake, "2.0");
    assertEquals("2.0", build(newer, log).fingerprint().runtimeVersion());
    assertTrue(fake.profiled > 0);
  }

  @Test
  void reportsProgressToTheEnd() {
    List<Long> steps = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    new TableBuilder(new FakeRuntime())
        .build(
            Spaces.smallSource(),
            PROTOCOL,
            7,
            MeasurementLog.inMemory(),
            (done, total, detail) -> {
              steps.add(done);
              totals.add(total);
            });
    assertEquals(1, totals.stream().distinct().count());
    assertEquals(steps.stream().sorted().distinct().toList(), steps);
    assertEquals(totals.get(0), steps.get(steps.size() - 1));
  }

  @Test
  void closesWhatItLoads() {
    FakeRuntime runtime = new FakeRuntime();
    build(runtime, MeasurementLog.inMemory());
    assertEquals(0, runtime.open);
  }

  @Test
  void measuresGivenArchitectures() {
    Architecture small = ReferenceNetworks.named("mobilenet-v3-small@28");
    Architecture half = ReferenceNetworks.named("mobilenet-v3-small-0.5@28");
    LatencyTable table =
        new TableBuilder(new FakeRuntime())
            .build(
                Stream.of(small, half, small).<TableSource>map(TableSource.OfNetwork::of).toList(),
                PROTOCOL,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    assertEquals("mobilenet-v3-small@28, mobilenet-v3-small-0.5@28", table.space());
    assertEquals(List.of(), table.missing(LayerGraph.of(small)));
    assertEquals(List.of(), table.missing(LayerGraph.of(half)));
  }

  @Test
  void needsASource() {
    assertThrows(
        InvalidInputException.class,
        () ->
            new TableBuilder(new FakeRuntime())
                .build(List.of(), PROTOCOL, 1, MeasurementLog.inMemory(), ProgressListener.SILENT));
  }

  private BuildDisturbance disturbance(FakeRuntime runtime) {
    runtime.disturbance = Optional.of(runtime.disturbance.orElse(Disturbance.NONE));
    return build(runtime, MeasurementLog.inMemory()).builds().get(0).disturbance().orElseThrow();
  }

  @Test
  void countsTheRunsThatWereMadeAgain() {
    FakeRuntime runtime = new FakeRuntime();
    runtime.disturbance = Optional.of(new Disturbance(8, 4, 0));
    BuildDisturbance disturbance = disturbance(runtime);
    int covers = TablePlan.of(Spaces.smallSource(), PROTOCOL, 7).networks().covers().size();
    assertEquals(8 * covers * PROTOCOL.passes(), disturbance.discardedProfileRuns());
    assertEquals(0.75, disturbance.share());
    assertTrue(disturbance.isGrave());
  }

  @Test
  void findsAQuietMachineQuiet() {
    assertEquals(new BuildDisturbance(0, 0, 0), disturbance(new FakeRuntime()));
    assertFalse(disturbance(new FakeRuntime()).isGrave());
  }

  @Test
  void noticesDisturbanceOfTheCalibrationAlone() {
    assertTrue(disturbance(new FakeRuntime().disturbedEvery(3)).isGrave());
  }

  @Test
  void noticesAProgramThatRanAllTheTime() {
    FakeRuntime runtime = new FakeRuntime();
    runtime.disturbance = Optional.of(new Disturbance(0, 0, 1.02));
    assertEquals(1.02, disturbance(runtime).otherCores());
    assertTrue(disturbance(runtime).isGrave());
  }

  @Test
  void saysNothingOfDisturbanceWhereNothingWatched() {
    TableBuild build = build(new FakeRuntime(), MeasurementLog.inMemory()).builds().get(0);
    assertEquals(Optional.empty(), build.disturbance());
  }

  private LatencyTable buildWithin(StoppingRule rule, MeasurementLog log, long... clockMillis) {
    TableProtocol protocol =
        new TableProtocol(1, 9, Optional.of(rule), 1, 0, 4, 6, new TimingProtocol(1, 1, 0, 2));
    AtomicInteger reads = new AtomicInteger();
    return new TableBuilder(
            new FakeRuntime(), () -> 1_000_000L * clockMillis[reads.getAndIncrement()])
        .build(Spaces.smallSource(), protocol, 7, log, ProgressListener.SILENT);
  }

  @Test
  void endsWhenTheMediansAreKnownWellEnough() {
    TableBuild build =
        buildWithin(new StoppingRule(0.01, 100), MeasurementLog.inMemory(), 0, 1, 1, 2, 2, 3)
            .builds()
            .get(0);
    assertEquals(TableBuild.Stop.PRECISE, build.stopped());
    assertEquals(StoppingRule.LEAST_PASSES, build.passes());
    assertTrue(build.precision() <= 0.01);
  }

  @Test
  void endsBeforeAnotherPassWouldTakeTooLongAndReplaysThat() {
    MeasurementLog log = MeasurementLog.inMemory();
    LatencyTable table = buildWithin(new StoppingRule(0, 10), log, 0, 4000, 4000, 8000);
    assertEquals(TableBuild.Stop.TIME_LIMIT, table.builds().get(0).stopped());
    assertEquals(2, table.builds().get(0).passes());
    assertEquals(8, table.builds().get(0).seconds());
    assertEquals(table, buildWithin(new StoppingRule(0, 10), log, 0, 0));
  }

  @Test
  void makesAllPassesWhereNoRuleEndsThem() {
    TableBuild build = build(new FakeRuntime(), MeasurementLog.inMemory()).builds().get(0);
    assertEquals(TableBuild.Stop.ALL_PASSES, build.stopped());
    assertEquals(PROTOCOL.passes(), build.passes());
  }

  @Test
  void knowsWhichNetworksItIsBuiltOn() {
    LatencyTable table = build(new FakeRuntime(), MeasurementLog.inMemory());
    assertTrue(table.isBuiltOn(Spaces.smallest()));
    assertTrue(table.isBuiltOn(Spaces.largest()));
    assertFalse(table.isBuiltOn(LayerGraph.of(ReferenceNetworks.named("mobilenet-v2"))));
  }

  /** The same runtime in another version. */
  private record RenamedRuntime(InferenceRuntime runtime, String version)
      implements InferenceRuntime {
    @Override
    public Fingerprint fingerprint() {
      Fingerprint f = runtime.fingerprint();
      return new Fingerprint(
          f.cpu(),
          f.cores(),
          f.runtime(),
          version,
          f.options(),
          f.threads(),
          f.batch(),
          f.exportedForm(),
          f.os(),
          f.arch(),
          f.measuredAt());
    }

    @Override
    public Pace pace() {
      return runtime.pace();
    }

    @Override
    public TimedNetwork sentinel() {
      return runtime.sentinel();
    }

    @Override
    public LoadedNetwork load(TimedNetwork network) {
      return runtime.load(network);
    }

    @Override
    public List<NetworkProfile> profile(
        List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
      return runtime.profile(networks, visits, warmUpRuns, runs);
    }
  }
}
