package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.RandomChannels.Counts;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelTableTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 1, 0, 2, 16, new TimingProtocol(1, 1, 0, 1));

  private final TableSource.OfChannels source =
      new TableSource.OfChannels(
          TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v2@32")), 48);
  private final FakeRuntime runtime = runtime();
  private final LatencyTable table =
      new TableBuilder(runtime, () -> 0)
          .build(List.of(source), PROTOCOL, 1, MeasurementLog.inMemory(), ProgressListener.SILENT);

  private static FakeRuntime runtime() {
    FakeRuntime runtime = new FakeRuntime();
    runtime.blockMillis = SyntheticBlocks::millis;
    return runtime;
  }

  private LatencyTable extend(FakeRuntime on, long seed, TableSource... sources) {
    return new TableBuilder(on, () -> 0)
        .extend(table, List.of(sources), seed, MeasurementLog.inMemory(), ProgressListener.SILENT);
  }

  private static double greatestError(LatencyTable of, List<LayerGraph> networks) {
    ChannelLatencyModel model = new ChannelLatencyModel(of);
    return networks.stream()
        .mapToDouble(
            graph -> Math.abs(model.predict(graph).millis() / SyntheticBlocks.millis(graph) - 1))
        .max()
        .orElseThrow();
  }

  @Test
  void predictsNetworksOfCountsItNeverSaw() {
    for (Counts counts : List.of(Counts.MULTIPLES_OF_4, Counts.ANY)) {
      assertEquals(0, greatestError(table, SyntheticBlocks.unseen(source, counts, 20)), 0.03);
    }
  }

  @Test
  void knowsTheNetworkItselfByMeasuring() {
    LayerGraph base = LayerGraph.of(source.base().architecture());
    assertEquals(List.of(), table.missing(base));
    assertEquals(0, greatestError(table, List.of(base)), 0.02);
  }

  @Test
  void calibratesOnNetworksThatItPredicts() {
    List<LayerGraph> calibration =
        TableNetworks.of(List.of(source), PROTOCOL, 1, key -> true).calibration();
    assertEquals(16, table.calibration().networks());
    assertTrue(calibration.stream().skip(1).noneMatch(graph -> table.missing(graph).isEmpty()));
    assertTrue(calibration.stream().allMatch(table::isBuiltOn));
  }

  @Test
  void itsFileSaysThatChannelsWereAskedFor() {
    LatencyTable read =
        LatencyTables.parse(YamlNode.parse("table.yaml", LatencyTables.text(table)));
    assertEquals(table, read);
    assertEquals("mobilenet-v2@32 (any channels)", read.space());
  }

  @Test
  void lacksNothingOfItsOwnWhateverTheSeed() {
    FakeRuntime later = runtime();
    assertEquals(table, extend(later, 2, source));
    assertEquals(0, later.profiled);
  }

  @Test
  void isExtendedByAnotherNetworkOfAnyChannels() {
    TableSource.OfChannels other =
        new TableSource.OfChannels(
            TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v3-small@32")), 48);
    FakeRuntime later = runtime();
    later.level = 1.3;
    LatencyTable extended = extend(later, 1, other);
    assertEquals(
        0, greatestError(extended, SyntheticBlocks.unseen(other, Counts.MULTIPLES_OF_4, 10)), 0.06);
    assertEquals(table.calibration(), extended.calibration());
  }

  @Test
  void aTableThatWasNotMeasuredForChannelsHasNoModel() {
    LatencyTable plain =
        new TableBuilder(runtime, () -> 0)
            .build(
                List.of(source.base()),
                PROTOCOL,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    assertFalse(ChannelModel.of(plain).isPresent());
  }

  @Test
  void refusesABlockOfNoFamilyByItsName() {
    LayerGraph other = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@32"));
    String message =
        assertThrows(
                InvalidInputException.class, () -> new ChannelLatencyModel(table).predict(other))
            .getMessage();
    assertTrue(message.contains(other.blocks().get(0).key()), message);
  }

  @Test
  void needsEnoughNetworks() {
    String text = LatencyTables.text(table).replace("channel-networks: 48", "channel-networks: 3");
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> LatencyTables.parse(YamlNode.parse("table.yaml", text)));
    assertTrue(thrown.getMessage().contains("channel-networks"), thrown::getMessage);
  }
}
