package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompletingLatencyModelTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 1, 0, 4, 20, new TimingProtocol(1, 1, 0, 3));

  private final SearchSpace space = Spaces.small();
  private final Architecture architecture = space.decode(space.largest());
  private final LayerGraph known = LayerGraph.of(architecture);
  private final LayerGraph shrunk =
      LayerGraph.of(ChannelGroups.resize(architecture, "s0.b1.expansion", 37));
  private final FakeRuntime runtime = new FakeRuntime();
  private final MeasurementLog log = MeasurementLog.inMemory();
  private final LatencyTable table =
      new TableBuilder(runtime)
          .build(
              Spaces.smallSource(),
              PROTOCOL,
              5,
              MeasurementLog.inMemory(),
              ProgressListener.SILENT);
  private final int profiledForTable = runtime.profiled;

  @Test
  void answersFromTheTableWithoutMeasuring() {
    LatencyEstimate estimate = new CompletingLatencyModel(table, runtime, log).predict(known);
    assertEquals(new TableLatencyModel(table).predict(known), estimate);
    assertEquals(profiledForTable, runtime.profiled);
  }

  @Test
  void measuresAMissingBlockOnceAndKeepsIt() {
    CompletingLatencyModel model = new CompletingLatencyModel(table, runtime, log);
    LatencyEstimate first = model.predict(shrunk);
    assertEquals(FakeRuntime.trueMillis(shrunk), first.millis(), 0.01 * first.millis());
    assertEquals(first, model.predict(shrunk));
    assertEquals(profiledForTable + 1, runtime.profiled);
    String key = shrunk.block("s0.b1").orElseThrow().key();
    assertEquals(LatencyEntry.Origin.COMPLETED, model.table().entries().get(key).origin());
  }

  @Test
  void putsTheBlockOnTheScaleOfTheTable() {
    CompletingLatencyModel model = new CompletingLatencyModel(table, runtime, log);
    runtime.level = 1.1;
    double truth = FakeRuntime.trueMillis(shrunk);
    assertEquals(truth, model.predict(shrunk).millis(), 0.015 * truth);
  }

  @Test
  void findsTheScaleByAKnownNetworkWhereMostBlocksAreMissing() {
    CompletingLatencyModel model = new CompletingLatencyModel(table, runtime, log);
    model.predict(known);
    runtime.level = 1.3;
    LayerGraph graph = shrunkEverywhere();
    double truth = FakeRuntime.trueMillis(graph);
    assertEquals(truth, model.predict(graph).millis(), 0.1 * truth);
  }

  @Test
  void recordsBeforeUseAndRecallsWithoutMeasuring() {
    LatencyEstimate first = new CompletingLatencyModel(table, runtime, log).predict(shrunk);
    FakeRuntime later = new FakeRuntime();
    later.level = 9;
    assertEquals(first, new CompletingLatencyModel(table, later, log).predict(shrunk));
    assertEquals(0, later.profiled);
  }

  @Test
  void careTakesThePlaceOfAQuickLook() {
    runtime.firstNetworkSlower.addAll(List.of(1.4, 1.0, 1.3, 1.0, 0.8, 1.0));
    CompletingLatencyModel model = new CompletingLatencyModel(table, runtime, log);
    LayerGraph graph = shrunkEverywhere();
    LatencyEstimate quick = model.predict(graph);
    LatencyEstimate careful = model.predictWithCare(graph, List.of(known));
    double truth = FakeRuntime.trueMillis(graph);
    assertTrue(Math.abs(quick.millis() - truth) > 0.1 * truth, quick::toString);
    assertEquals(truth, careful.millis(), 0.02 * truth);
    assertEquals(careful, model.predict(graph));
  }

  @Test
  void careIsRecordedAndRecalled() {
    LatencyEstimate first =
        new CompletingLatencyModel(table, runtime, log).predictWithCare(shrunk, List.of(known));
    FakeRuntime later = new FakeRuntime();
    later.level = 9;
    assertEquals(
        first,
        new CompletingLatencyModel(table, later, log).predictWithCare(shrunk, List.of(known)));
    assertEquals(0, later.profiled);
  }

  @Test
  void careLeavesWhatWasMeasuredWithTheTable() {
    LatencyEstimate estimate =
        new CompletingLatencyModel(table, runtime, log).predictWithCare(known, List.of(known));
    assertEquals(new TableLatencyModel(table).predict(known), estimate);
    assertEquals(profiledForTable, runtime.profiled);
  }

  @Test
  void aTableIsKeptWithWhatCompletesGivenNetworks() {
    CompletingLatencyModel model = new CompletingLatencyModel(table, runtime, log);
    LayerGraph other = LayerGraph.of(ChannelGroups.resize(architecture, "s0.b1.expansion", 21));
    model.predict(shrunk);
    model.predict(other);
    LatencyTable kept = model.table().completedFor(List.of(shrunk));
    assertEquals(List.of(), kept.missing(shrunk));
    assertEquals(1, kept.missing(other).size());
    assertEquals(table, kept.completedFor(List.of()));
  }

  @Test
  void completesANetworkOfWhichItKnowsNothing() {
    LatencyTable other =
        new TableBuilder(runtime)
            .build(
                List.of(TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v2@28"))),
                PROTOCOL,
                5,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    LatencyEstimate estimate = new CompletingLatencyModel(other, runtime, log).predict(known);
    assertTrue(estimate.millis() > 0);
  }

  @Test
  void theTableAloneNamesTheMissingBlock() {
    String key = shrunk.block("s0.b1").orElseThrow().key();
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class, () -> new TableLatencyModel(table).predict(shrunk));
    assertTrue(thrown.getMessage().contains("'" + key + "'"), thrown::getMessage);
  }

  @Test
  void isUnsureOfEntriesThatSpread() {
    LatencyTable sure = table;
    String key = known.blocks().get(1).key();
    LatencyEntry entry = table.entries().get(key);
    LatencyTable unsure =
        table.with(
            Map.of(
                key,
                LatencyEntry.of(
                    1, entry.nodes(), entry.medianMillis(), 0.02, LatencyEntry.Origin.COVER)));
    double difference =
        new TableLatencyModel(unsure).predict(known).uncertaintyMillis()
            - new TableLatencyModel(sure).predict(known).uncertaintyMillis();
    assertTrue(difference > 0);
  }

  private LayerGraph shrunkEverywhere() {
    Architecture smaller = architecture;
    for (ChannelGroup group : ChannelGroups.adjustable(architecture)) {
      smaller = ChannelGroups.resize(smaller, group.id(), group.channels() - 3);
    }
    return LayerGraph.of(smaller);
  }
}
