package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTimerTests {
  private final TimedNetwork a = new GraphNetwork("a", Spaces.smallest());
  private final TimedNetwork b = new GraphNetwork("b", Spaces.largest());
  private final FakeRuntime runtime = new FakeRuntime();

  @Test
  void visitsTheNetworksRoundRobin() {
    new NetworkTimer(runtime).measure(List.of(a, b), new TimingProtocol(1, 2, 1, 1));
    String first = runtime.runs.get(0);
    String second = first.equals("a") ? "b" : "a";
    assertEquals(List.of(first, first, second, second, first, first, second, second), runtime.runs);
    assertEquals(0, runtime.open);
  }

  @Test
  void takesTheNetworksOfEachSessionInAnotherOrder() {
    new NetworkTimer(runtime).measure(many(), new TimingProtocol(2, 1, 0, 1));
    assertEquals(
        runtime.runs.subList(0, 20).stream().sorted().toList(),
        runtime.runs.subList(20, 40).stream().sorted().toList());
    assertNotEquals(runtime.runs.subList(0, 20), runtime.runs.subList(20, 40));
  }

  @Test
  void givesEachNetworkItsOwnTimesWhateverTheOrder() {
    runtime.blockMillis = key -> 0.001 * key.length();
    List<LatencyMeasurement> measured =
        new NetworkTimer(runtime).measure(many(), new TimingProtocol(3, 1, 0, 1));
    for (int i = 0; i < 20; i++) {
      GraphNetwork network = (GraphNetwork) many().get(i);
      assertEquals(network.name(), measured.get(i).name());
      assertEquals(runtime.millis(network.graph()), measured.get(i).medianMillis(), 1e-9);
    }
  }

  private static List<TimedNetwork> many() {
    SearchSpace space = Spaces.small();
    return IntStream.range(0, 20)
        .<TimedNetwork>mapToObj(
            i ->
                new GraphNetwork(
                    "n" + i, LayerGraph.of(space.decode(space.sample(Seeds.of(1, "timer", i))))))
        .toList();
  }

  @Test
  void reportsMediansOverAllSessions() {
    LatencyMeasurement measured =
        new NetworkTimer(runtime).measure(List.of(a, b), new TimingProtocol(3, 2, 1, 4)).get(1);
    assertEquals("b", measured.name());
    assertEquals(FakeRuntime.trueMillis(Spaces.largest()), measured.medianMillis(), 1e-9);
    assertEquals(24, measured.runs());
    assertEquals(0, measured.repeatedRuns());
    assertEquals(0, measured.sessionSpread(), 1e-9);
  }

  @Test
  void repeatsDisturbedRuns() {
    LatencyMeasurement measured =
        new NetworkTimer(runtime.disturbedEvery(2))
            .measure(List.of(a), new TimingProtocol(1, 3, 0, 4))
            .get(0);
    assertEquals(12, measured.runs());
    assertEquals(FakeRuntime.trueMillis(Spaces.smallest()), measured.upperQuartileMillis(), 1e-9);
    assertEquals(runtime.runs.size() - 12, measured.repeatedRuns());
  }

  @Test
  void givesUpRepeatingWhereEveryRunIsDisturbed() {
    LatencyMeasurement measured =
        new NetworkTimer(runtime.disturbedEvery(1))
            .measure(List.of(a), new TimingProtocol(1, 1, 0, 4))
            .get(0);
    assertEquals(4, measured.runs());
    assertEquals(runtime.runs.size() - 4, measured.repeatedRuns());
    assertTrue(measured.repeatedRuns() > 4);
  }

  @Test
  void repeatsRunsWhileSomethingElseUsesTheCore() {
    List<LatencyMeasurement> both =
        new NetworkTimer(runtime.sharedBetween(10, 40))
            .measure(List.of(a, b), new TimingProtocol(1, 6, 1, 3));
    LatencyMeasurement measured = both.get(0);
    assertEquals(18, measured.runs());
    assertEquals(FakeRuntime.trueMillis(Spaces.smallest()), measured.upperQuartileMillis(), 1e-9);
    assertTrue(both.stream().mapToInt(LatencyMeasurement::repeatedRuns).sum() > 0);
    assertEquals(0, runtime.open);
  }

  @Test
  void findsSingleUndisturbedRunsWhereNoWholeVisitIs() {
    runtime.level = 50;
    LatencyMeasurement measured =
        new NetworkTimer(runtime.sharedInStretchesOf(3))
            .measure(List.of(a), new TimingProtocol(1, 6, 0, 4))
            .get(0);
    assertEquals(24, measured.runs());
    assertEquals(
        50 * FakeRuntime.trueMillis(Spaces.smallest()), measured.upperQuartileMillis(), 1e-9);
  }

  @Test
  void leavesOutRunsOfASharedCoreWhereOthersAreEnough() {
    LatencyMeasurement measured =
        new NetworkTimer(runtime.sharedBetween(18, Integer.MAX_VALUE))
            .measure(List.of(a, b), new TimingProtocol(1, 6, 1, 3))
            .get(1);
    assertEquals(6, measured.runs());
    assertEquals(FakeRuntime.trueMillis(Spaces.largest()), measured.upperQuartileMillis(), 1e-9);
  }

  @Test
  void countsAllRunsWhereOneNetworkHasFewUndisturbed() {
    List<LatencyMeasurement> measured =
        new NetworkTimer(runtime.sharedBetween(6, Integer.MAX_VALUE))
            .measure(List.of(a, b), new TimingProtocol(1, 6, 1, 3));
    double share = 2 * FakeRuntime.trueMillis(Spaces.smallest());
    assertEquals(18, measured.get(0).runs());
    assertEquals(18, measured.get(1).runs());
    assertEquals(share, measured.get(0).upperQuartileMillis(), 1e-9);
  }

  @Test
  void recallsWhatItRecorded() {
    MeasurementLog log = MeasurementLog.inMemory();
    TimingProtocol protocol = new TimingProtocol(2, 2, 1, 1);
    List<LatencyMeasurement> first =
        new NetworkTimer(runtime, log, ProgressListener.SILENT).measure(List.of(a, b), protocol);
    FakeRuntime later = new FakeRuntime();
    later.level = 2;
    assertEquals(
        first,
        new NetworkTimer(later, log, ProgressListener.SILENT).measure(List.of(a, b), protocol));
    assertEquals(List.of(), later.runs);
  }

  @Test
  void networksOfASessionAreOfOneProcessWhereverAnEarlierOneWasStopped() {
    TimingProtocol protocol = new TimingProtocol(2, 2, 1, 1);
    for (int records = 0; records < 4; records++) {
      MeasurementLog log = MeasurementLog.inMemory();
      NetworkTimer stopped =
          new NetworkTimer(runtime, new StoppedLog(log, records), ProgressListener.SILENT);
      try {
        stopped.measure(List.of(a, b), protocol);
      } catch (IllegalStateException e) {
        assertEquals("the power is cut", e.getMessage());
      }
      FakeRuntime slower = new FakeRuntime();
      slower.level = 2;
      List<LatencyMeasurement> measured =
          new NetworkTimer(slower, log, ProgressListener.SILENT).measure(List.of(a, b), protocol);
      assertEquals(
          measured.get(0).medianMillis() / FakeRuntime.trueMillis(Spaces.smallest()),
          measured.get(1).medianMillis() / FakeRuntime.trueMillis(Spaces.largest()),
          1e-9,
          "stopped after %d records".formatted(records));
    }
  }

  @Test
  void networksTimedWithOthersAreTimedAnew() {
    MeasurementLog log = MeasurementLog.inMemory();
    TimingProtocol protocol = new TimingProtocol(1, 1, 0, 1);
    new NetworkTimer(runtime, log, ProgressListener.SILENT).measure(List.of(a), protocol);
    FakeRuntime later = new FakeRuntime();
    new NetworkTimer(later, log, ProgressListener.SILENT).measure(List.of(a, b), protocol);
    assertEquals(List.of("a", "b"), later.runs.stream().sorted().toList());
  }

  @Test
  void makesSessionsUntilThereAreEnough() {
    TimingProtocol pairs = new TimingProtocol(2, 1, 0, 1);
    NetworkTimer timer = new NetworkTimer(runtime);
    List<LatencyMeasurement> measured =
        timer.measureUntil(
            so -> so.get(0).sessionSteadyMillis().size() >= 5, 8, List.of(a, b), pairs);
    assertEquals(6, measured.get(0).sessionSteadyMillis().size());
    assertEquals(6, measured.get(1).sessionSteadyMillis().size());
    List<LatencyMeasurement> never = timer.measureUntil(so -> false, 4, List.of(a, b), pairs);
    assertEquals(8, never.get(0).sessionSteadyMillis().size());
  }

  @Test
  void needsDistinctNames() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new NetworkTimer(runtime).measure(List.of(a, a), TimingProtocol.quick()));
  }

  @Test
  void summarisesSessionsByTheirMedians() {
    LatencyMeasurement measured =
        LatencyMeasurement.of(
            "n", List.of(List.of(1.0, 1.0, 2.0, 3.0), List.of(0.0, 3.0, 3.0, 9.0)));
    assertEquals(2.25, measured.steadyMillis());
    assertEquals(new LatencyMeasurement("n", 2.5, 2.25, 3, 6, 1, 0.4, List.of(1.5, 3.0)), measured);
  }
}
