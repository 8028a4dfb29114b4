package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TableExtensionTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 2, Optional.empty(), 1, 0, 4, 12, new TimingProtocol(1, 2, 1, 3));

  private final LatencyTable table =
      new TableBuilder(new FakeRuntime())
          .build(
              Spaces.smallSource(),
              PROTOCOL,
              7,
              MeasurementLog.inMemory(),
              ProgressListener.SILENT);
  private final TableSource.OfSpace larger =
      ((TableSource.OfSpace) Spaces.smallSource().get(0)).at(List.of(16, 24));

  private LatencyTable extend(FakeRuntime runtime, TableSource... sources) {
    return new TableBuilder(runtime)
        .extend(table, List.of(sources), 3, MeasurementLog.inMemory(), ProgressListener.SILENT);
  }

  @Test
  void addsWhatASpaceNeedsAndLeavesTheRestAsItIs() {
    LatencyTable extended = extend(new FakeRuntime(), larger);
    TreeSet<String> keys = new TreeSet<>();
    larger.spaces().forEach(space -> keys.addAll(Spaces.allKeys(space)));
    assertEquals(keys, extended.entries().keySet());
    assertTrue(keys.size() > table.entries().size());
    table.entries().forEach((key, entry) -> assertEquals(entry, extended.entries().get(key)));
    assertEquals(table.calibration(), extended.calibration());
    assertEquals(2, extended.builds().size());
    assertEquals(table.builds().get(0), extended.builds().get(0));
    assertEquals(List.of(table.sources().get(0), larger), extended.sources());
  }

  @Test
  void whatIsAddedIsOnTheTablesScaleWhateverTheMachineDoesNow() {
    FakeRuntime slower = new FakeRuntime();
    slower.level = 1.4;
    TableLatencyModel model = new TableLatencyModel(extend(slower, larger));
    SearchSpace space = larger.spaces().get(1);
    for (int i = 0; i < 20; i++) {
      LayerGraph graph = LayerGraph.of(space.decode(space.sample(Seeds.of(9, "extension", i))));
      double truth = FakeRuntime.trueMillis(graph);
      assertEquals(truth, model.predict(graph).millis(), 0.02 * truth);
    }
  }

  @Test
  void addsASingleNetworkMeasuringOnlyWhatHoldsMissingBlocks() {
    FakeRuntime runtime = new FakeRuntime();
    TableSource network =
        TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v3-small@28"));
    LatencyTable extended = extend(runtime, network);
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@28"));
    assertEquals(List.of(), extended.missing(graph));
    assertTrue(extended.isBuiltOn(graph));
    assertTrue(runtime.profiled <= 2 * 9, runtime.profiled + " networks profiled");
    double truth = FakeRuntime.trueMillis(graph);
    assertEquals(truth, new TableLatencyModel(extended).predict(graph).millis(), 0.02 * truth);
  }

  @Test
  void putsBackASingleEntryThatWasLost() {
    TreeMap<String, LatencyEntry> entries = new TreeMap<>(table.entries());
    String lost = entries.firstKey();
    entries.remove(lost);
    LatencyTable extended =
        new TableBuilder(new FakeRuntime())
            .extend(
                table.withEntries(entries),
                table.sources(),
                3,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    assertEquals(table.entries().keySet(), extended.entries().keySet());
    double expected = table.calibration().millis(table.entries().get(lost));
    assertEquals(
        expected, extended.calibration().millis(extended.entries().get(lost)), 0.02 * expected);
    assertEquals(table.sources(), extended.sources());
  }

  @Test
  void measuresNothingWhereNothingIsMissing() {
    FakeRuntime runtime = new FakeRuntime();
    assertSame(table, extend(runtime, Spaces.smallSource().get(0)));
    assertEquals(0, runtime.profiled);
  }

  @Test
  void sourcesOutliveTheFile() {
    LatencyTable extended =
        extend(
            new FakeRuntime(),
            larger.forImages(3, 7),
            TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v3-small@28")),
            TableSource.OfNetwork.of(Spaces.small().decode(Spaces.small().largest())));
    LatencyTable read =
        LatencyTables.parse(YamlNode.parse("table.yaml", LatencyTables.text(extended)));
    assertEquals(extended, read);
    assertEquals("small, mobilenet-v3-small@28", read.space());
    TableSource.OfSpace source = (TableSource.OfSpace) read.sources().get(1);
    SearchSpace space = source.spaces().get(1);
    assertEquals(24, space.decode(space.smallest()).input().resolution());
    assertEquals(3, space.decode(space.smallest()).input().channels());
    assertEquals(
        ReferenceNetworks.named("mobilenet-v3-small@28"),
        ((TableSource.OfNetwork) read.sources().get(2)).architecture());
  }

  /** Earlier versions said of every block whether it has a residual. */
  @Test
  void aNetworkThatAnEarlierVersionWroteIsTheSameSource() {
    TableSource network =
        TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v2@28").named("own"));
    String now = LatencyTables.text(extend(new FakeRuntime(), network));
    String then = now.replaceFirst("( +)squeeze-excite: none\n", "$0$1residual: false\n");
    assertNotEquals(now, then);
    assertEquals(
        List.of(network),
        LatencyTables.parse(YamlNode.parse("table.yaml", then)).sources().stream()
            .filter(TableSource.OfNetwork.class::isInstance)
            .toList());
  }
}
