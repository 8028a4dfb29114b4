package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.WeightInit;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OnnxRuntimeTests {
  private static final long PAGE_BYTES = 4096;

  private final OnnxRuntime runtime = new OnnxRuntime(RuntimeOptions.SINGLE_THREAD);

  @Test
  void timesTheBytesOfAnOnnxFile() {
    LayerGraph graph = Spaces.smallest();
    byte[] onnx =
        OnnxWriter.toBytes(graph, WeightInit.random(graph, Seeds.of(1, "onnx-runtime-tests")));
    LatencyMeasurement measured =
        new NetworkTimer(runtime)
            .measure(List.of(TimedNetwork.ofOnnx("file", onnx)), new TimingProtocol(2, 2, 1, 3))
            .get(0);
    assertEquals(12, measured.runs());
    assertTrue(measured.medianMillis() > 0);
  }

  @Test
  void countsAFreeBatchDimensionAsOne() {
    LayerGraph graph = Spaces.smallest();
    byte[] onnx =
        OnnxWriter.toBytes(
            graph,
            WeightInit.random(graph, Seeds.of(1, "onnx-runtime-tests")),
            OnnxForm.DEFAULT.withAnyBatch());
    try (LoadedNetwork loaded = runtime.load(TimedNetwork.ofOnnx("file", onnx))) {
      assertTrue(loaded.run().millis() > 0);
    }
  }

  @Test
  void refusesWhatIsNoModelInOneLine() {
    TimedNetwork network =
        TimedNetwork.ofOnnx("nonsense.onnx", "nonsense".getBytes(StandardCharsets.UTF_8));
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> runtime.load(network));
    assertTrue(thrown.getMessage().contains("nonsense.onnx"), thrown::getMessage);
    assertEquals(1, thrown.getMessage().lines().count());
  }

  @Test
  void profilesSeveralNetworksAtOnceAndLeavesNoFile() throws IOException {
    Set<Path> before = profileFolders();
    List<NetworkProfile> profiles =
        runtime.profile(
            List.of(GraphNetwork.of(Spaces.smallest()), GraphNetwork.of(Spaces.largest())),
            2,
            1,
            3);
    assertEquals(2, profiles.size());
    assertTrue(profiles.stream().allMatch(profile -> profile.runs() == 6));
    assertTrue(profiles.stream().allMatch(profile -> profile.disturbance().isPresent()));
    assertTrue(profiles.get(0).nodes().size() < profiles.get(1).nodes().size());
    assertEquals(before, profileFolders());
  }

  private static Set<Path> profileFolders() throws IOException {
    String ours = "hwnas-profile-%d-".formatted(ProcessHandle.current().pid());
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(ours))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void buildsATableThatNamesThisMachine() {
    TableProtocol protocol =
        new TableProtocol(1, 1, Optional.empty(), 1, 0, 2, 2, new TimingProtocol(1, 1, 0, 2));
    LatencyTable table =
        new TableBuilder(runtime)
            .build(
                Spaces.smallSource(),
                protocol,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    assertEquals(Spaces.allKeys(Spaces.small()), table.entries().keySet());
    assertEquals(
        List.of(),
        new OnnxRuntime(RuntimeOptions.SINGLE_THREAD)
            .fingerprint()
            .differences(table.fingerprint()));
    assertTrue(
        table.entries().values().stream()
            .allMatch(entry -> entry.medianMillis() > 0 && entry.nodes() > 0));
  }

  @Test
  void runsBatchesAndRefusesModelsOfOtherBatches() {
    OnnxRuntime pairs = new OnnxRuntime(new RuntimeOptions(1, 2));
    assertEquals(2, pairs.fingerprint().batch());
    assertEquals(
        List.of("batch '1' instead of '2'"),
        pairs.fingerprint().differences(runtime.fingerprint()));
    GraphNetwork network = GraphNetwork.of(Spaces.smallest());
    try (LoadedNetwork loaded = pairs.load(network)) {
      assertTrue(loaded.run().millis() > 0);
    }
    TimedNetwork ofOne = TimedNetwork.ofOnnx("one", network.onnx());
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> pairs.load(ofOne).close());
    assertEquals(
        "one is for 1 images an inference, not for 2; measure it with --batch 1, or export it for a batch of any size",
        thrown.getMessage());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsItsMemoryFlatOverSessionsAndRuns() throws IOException {
    for (int i = 0; i < 30; i++) {
      loadRunAndProfile(20);
    }
    long before = residentBytes();
    for (int i = 0; i < 50; i++) {
      loadRunAndProfile(20);
    }
    long growth = residentBytes() - before;
    assertTrue(growth < 24L << 20, () -> "grew by " + (growth >> 20) + " MiB");
  }

  private void loadRunAndProfile(int runs) {
    try (LoadedNetwork network = runtime.load(GraphNetwork.of(Spaces.smallest()))) {
      for (int run = 0; run < runs; run++) {
        network.run();
      }
    }
    runtime.profile(List.of(GraphNetwork.of(Spaces.smallest())), 1, 0, 2);
  }

  private static long residentBytes() throws IOException {
    System.gc();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
    return Long.parseLong(pages[1]) * PAGE_BYTES;
  }
}
