package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletingChannelsTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 1, 0, 2, 12, new TimingProtocol(1, 1, 0, 1));

  private static final String BLOCK = "s3.b1";

  private final Architecture base = ReferenceNetworks.named("mobilenet-v2@32");
  private final LayerGraph shrunk =
      LayerGraph.of(ChannelGroups.resize(base, BLOCK + ".expansion", 203));
  private final String key = shrunk.block(BLOCK).orElseThrow().key();
  private final FakeRuntime runtime = new FakeRuntime();
  private final MeasurementLog log = MeasurementLog.inMemory();
  private LatencyTable table;
  private CompletingLatencyModel model;

  @BeforeEach
  void aTableOfAnyChannels() {
    runtime.blockMillis = SyntheticBlocks::millis;
    table =
        new TableBuilder(runtime, () -> 0)
            .build(
                List.of(new TableSource.OfChannels(TableSource.OfNetwork.of(base), 16)),
                PROTOCOL,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    runtime.profiled = 0;
    model = new CompletingLatencyModel(table, runtime, log);
  }

  /** From now on the block takes twice as long as the model can know. */
  private void makeTheBlockSlower() {
    runtime.blockMillis = asked -> (asked.equals(key) ? 2 : 1) * SyntheticBlocks.millis(asked);
  }

  @Test
  void predictsOtherChannelsWithoutMeasuring() {
    assertEquals(new ChannelLatencyModel(table).predict(shrunk), model.predict(shrunk));
    assertEquals(0, runtime.profiled);
    assertEquals(table, model.table());
  }

  @Test
  void measuresAChosenNetworkAndPredictsByThatAfterwards() {
    makeTheBlockSlower();
    model.predict(shrunk);
    model.chosen(shrunk);
    int profiled = runtime.profiled;
    assertTrue(profiled > 0);
    assertEquals(
        runtime.millis(shrunk), model.predict(shrunk).millis(), 0.02 * runtime.millis(shrunk));
    assertEquals(LatencyEntry.Origin.COMPLETED, model.table().entries().get(key).origin());
    model.chosen(shrunk);
    assertEquals(profiled, runtime.profiled);
  }

  @Test
  void measuresNetworksOfWhichOneIsAboutToBeChosen() {
    makeTheBlockSlower();
    LayerGraph other = LayerGraph.of(ChannelGroups.resize(base, "s4.b1.expansion", 101));
    assertTrue(model.considered(List.of(LayerGraph.of(base), shrunk, other)));
    int profiled = runtime.profiled;
    for (LayerGraph graph : List.of(shrunk, other)) {
      assertEquals(List.of(), model.table().missing(graph));
      assertEquals(
          runtime.millis(graph), model.predict(graph).millis(), 0.02 * runtime.millis(graph));
    }
    model.chosen(shrunk);
    assertFalse(model.considered(List.of(shrunk, other)));
    assertEquals(profiled, runtime.profiled);
  }

  @Test
  void whatWasConsideredIsRecalledWhenItIsConsideredAgain() {
    makeTheBlockSlower();
    LayerGraph other = LayerGraph.of(ChannelGroups.resize(base, "s4.b1.expansion", 101));
    model.considered(List.of(shrunk, other));
    FakeRuntime unused = new FakeRuntime();
    CompletingLatencyModel resumed = new CompletingLatencyModel(table, unused, log);
    assertTrue(resumed.considered(List.of(shrunk, other)));
    assertEquals(0, unused.profiled);
    assertEquals(model.table(), resumed.table());
  }

  @Test
  void measuresAsManyNetworksAsAreConsideredAndABlockThatSeveralLackOnce() {
    List<LayerGraph> graphs =
        IntStream.range(0, 10)
            .mapToObj(i -> ChannelGroups.resize(base, "s4.b1.expansion", 101 + i))
            .map(network -> LayerGraph.of(ChannelGroups.resize(network, BLOCK + ".expansion", 203)))
            .toList();
    model.considered(graphs);
    for (LayerGraph graph : graphs) {
      assertEquals(List.of(), model.table().missing(graph));
      assertEquals(
          runtime.millis(graph), model.predict(graph).millis(), 0.02 * runtime.millis(graph));
    }
  }

  @Test
  void whatWasMeasuredTellsOfOthersOfItsFamilyToo() {
    String family = BLOCK + ".expansion";
    LayerGraph next = LayerGraph.of(ChannelGroups.resize(base, family, 202));
    double before = model.predict(next).millis();
    double off = 0.1 * SyntheticBlocks.millis(key);
    runtime.blockMillis = asked -> (asked.equals(key) ? 1.1 : 1) * SyntheticBlocks.millis(asked);
    model.chosen(shrunk);
    // Sceptically: all other blocks were predicted well.
    double more = model.predict(next).millis() - before;
    assertTrue(more > 0.1 * off && more < 1.2 * off, () -> more + " of " + off);
  }

  @Test
  void whatWasChosenIsRecalledOnlyWhenItIsChosenAgain() {
    makeTheBlockSlower();
    model.chosen(shrunk);
    LatencyEstimate measured = model.predict(shrunk);
    CompletingLatencyModel resumed = new CompletingLatencyModel(table, new FakeRuntime(), log);
    assertNotEquals(measured, resumed.predict(shrunk));
    resumed.chosen(shrunk);
    assertEquals(measured, resumed.predict(shrunk));
  }

  @Test
  void measuresWithCareWhatIsReported() {
    makeTheBlockSlower();
    double millis = model.predictFinally(shrunk).millis();
    assertEquals(runtime.millis(shrunk), millis, 0.02 * runtime.millis(shrunk));
  }

  @Test
  void measuresABlockOfNoFamilyWhenItIsAskedFor() {
    LayerGraph other = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@32"));
    assertTrue(model.predict(other).millis() > 0);
    assertTrue(runtime.profiled > 0);
    assertEquals(List.of(), model.table().missing(other));
  }

  @Test
  void choosingChangesNothingWhereATableIsNotOfAnyChannels() {
    LatencyTable plain =
        new TableBuilder(runtime, () -> 0)
            .build(
                List.of(TableSource.OfNetwork.of(base)),
                PROTOCOL,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    runtime.profiled = 0;
    CompletingLatencyModel completing = new CompletingLatencyModel(plain, runtime, log);
    completing.chosen(shrunk);
    assertFalse(completing.considered(List.of(shrunk)));
    assertEquals(0, runtime.profiled);
    assertEquals(completing.predict(shrunk), completing.predictFinally(shrunk));
  }
}
