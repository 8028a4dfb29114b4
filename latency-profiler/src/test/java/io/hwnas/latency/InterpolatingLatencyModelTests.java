package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Fingerprint;
import io.hwnas.space.Cost;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.ReferenceNetworks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InterpolatingLatencyModelTests {
  private static LayerGraph network(int pixels) {
    return LayerGraph.of(
        ReferenceNetworks.named(
            "mobilenet-v2", NetworkOptions.PUBLISHED.withInput(new ImageInput(3, pixels))));
  }

  /** Entries of one nanosecond for each multiply-add, which are linear in the pixels. */
  private static LatencyTable table(int... resolutions) {
    TreeMap<String, LatencyEntry> entries = new TreeMap<>();
    for (int pixels : resolutions) {
      for (Cost.OfBlock block : Cost.perBlock(network(pixels))) {
        entries.put(
            block.block().key(),
            LatencyEntry.of(5, 3, block.cost().madds() / 1e6, 0.001, LatencyEntry.Origin.COVER));
      }
    }
    return new LatencyTable(
        Spaces.smallSource(),
        new Fingerprint("CPU", 1, "fake", "1", "none", 1, 1, "plain", "OS", "host", Instant.EPOCH),
        TableProtocol.quick(),
        Calibration.NONE,
        List.of(),
        entries);
  }

  @Test
  void whatIsLinearInThePixelsIsFoundBetweenMeasuredResolutions() {
    InterpolatingLatencyModel model = new InterpolatingLatencyModel(table(160, 224));
    LayerGraph graph = network(192);
    double madds = Cost.of(graph).madds() / 1e6;
    assertEquals(madds, model.predict(graph).millis(), 0.002 * madds);
    assertTrue(model.interpolated(graph).size() > 10);
  }

  @Test
  void anEntryOfNoBlockIsOfNoConsequence() {
    LatencyTable table = table(160, 224);
    LatencyTable more =
        table.with(Map.of("by hand", LatencyEntry.of(1, 1, 1, 0.1, LatencyEntry.Origin.COVER)));
    LayerGraph graph = network(192);
    assertEquals(
        new InterpolatingLatencyModel(table).predict(graph),
        new InterpolatingLatencyModel(more).predict(graph));
  }

  @Test
  void whatWasMeasuredIsTakenAsItIs() {
    LatencyTable table = table(160, 192, 224);
    InterpolatingLatencyModel model = new InterpolatingLatencyModel(table);
    assertEquals(List.of(), model.interpolated(network(192)));
    assertEquals(new TableLatencyModel(table).predict(network(192)), model.predict(network(192)));
  }

  @Test
  void anEstimateIsLessCertainThanAMeasurement() {
    double measured =
        new TableLatencyModel(table(160, 192, 224)).predict(network(192)).uncertaintyMillis();
    double between =
        new InterpolatingLatencyModel(table(160, 224)).predict(network(192)).uncertaintyMillis();
    assertTrue(between > 2 * measured, between + " against " + measured);
  }

  @Test
  void nothingIsSaidBeyondTheMeasuredResolutions() {
    InterpolatingLatencyModel model = new InterpolatingLatencyModel(table(160, 192));
    assertThrows(InvalidInputException.class, () -> model.predict(network(224)));
    assertThrows(InvalidInputException.class, () -> model.predict(network(128)));
  }
}
