package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Disturbance;
import io.hwnas.probe.FingerprintYaml;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Measurer;
import io.hwnas.probe.MeasuringTask;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.PlanYaml;
import io.hwnas.probe.ProbeArchive;
import io.hwnas.probe.ProbePlan;
import io.hwnas.probe.ProbeResult;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbePackTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 2, Optional.empty(), 1, 0, 4, 10, new TimingProtocol(1, 2, 1, 3));

  private final List<TableSource> sources = Spaces.smallSource();
  private final TablePlan plan = TablePlan.of(sources, PROTOCOL, 7);
  private final FakeRuntime target = new FakeRuntime();

  @TempDir private Path folder;

  @BeforeEach
  void theTargetTakesThisForm() {
    target.exportedForm = OnnxRuntime.exportedForm();
  }

  /** What the runner does with a plan. */
  private ProbeResult measured(TablePlan measuredPlan) {
    Measurer measurer = new Measurer(target, MeasurementLog.inMemory());
    Map<String, ProbeResult.Measurement> measurements = new HashMap<>();
    for (MeasuringTask task : measuredPlan.tasks()) {
      measurements.put(task.key(), new ProbeResult.Measurement(0, measurer.values(task)));
    }
    String digest = ProbePlan.digest(PlanYaml.write(measuredPlan.probePlan()));
    return new ProbeResult(digest, target.fingerprint(), measurements);
  }

  private Path zip(String planText, String resultText) throws IOException {
    Path file = folder.resolve("result.zip");
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      for (String[] entry :
          new String[][] {{ProbeArchive.PLAN, planText}, {ProbeArchive.RESULT, resultText}}) {
        zip.putNextEntry(new ZipEntry(entry[0]));
        zip.write(entry[1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private LatencyTable builtThere() {
    return new TableBuilder(target, () -> 0)
        .build(sources, PROTOCOL, 7, MeasurementLog.inMemory(), ProgressListener.SILENT);
  }

  @Test
  void theTableOfAResultEqualsTheOneBuiltThere() throws IOException {
    target.disturbance = Optional.of(new Disturbance(1, 2, 0.5));
    ProbePlan probePlan = plan.probePlan();
    Path result = zip(PlanYaml.write(probePlan), measured(plan).write(probePlan));
    LatencyTable table = ProbePack.read(result);
    assertEquals(builtThere(), table);
    assertTrue(table.builds().get(0).disturbance().isPresent());
  }

  @Test
  void aPackHoldsThePlanAndTheModelsThatAreMeasuredHere() throws IOException {
    Path packed = folder.resolve("probe.zip");
    ProbePack.write(packed, sources, PROTOCOL, 7, ProgressListener.SILENT);
    try (ProbeArchive archive = ProbeArchive.open(packed)) {
      assertEquals(PlanYaml.write(plan.probePlan()), archive.text(ProbeArchive.PLAN));
      for (MeasuringTask task : plan.tasks()) {
        for (TimedNetwork network : task.networks()) {
          assertArrayEquals(network.onnx(), archive.network(network.name()).onnx());
        }
      }
      assertArrayEquals(
          OnnxRuntime.sentinelNetwork().onnx(), archive.network(ProbeArchive.SENTINEL).onnx());
    }
  }

  @Test
  void aResultOfAnotherPlanIsRefused() throws IOException {
    TablePlan other = TablePlan.of(sources, PROTOCOL, 8);
    Path result = zip(PlanYaml.write(plan.probePlan()), measured(other).write(other.probePlan()));
    String message =
        assertThrows(InvalidInputException.class, () -> ProbePack.read(result)).getMessage();
    assertEquals(
        result
            + "!result.yaml:2: the result is of another plan than the one beside it, whose SHA-256 is "
            + ProbePlan.digest(PlanYaml.write(plan.probePlan())),
        message);
  }

  @Test
  void aPlanThatThisHwnasWouldNotPackIsRefused() throws IOException {
    String changed = PlanYaml.write(plan.probePlan()).replaceFirst("runs: 4", "runs: 5");
    Path result = zip(changed, measured(plan).write(plan.probePlan()));
    assertEquals(
        result
            + "!plan.yaml:1: the plan was changed, or packed by another version of hwnas; pack and"
            + " measure anew",
        assertThrows(InvalidInputException.class, () -> ProbePack.read(result)).getMessage());
  }

  @Test
  void whatThePerformanceToolRecordedMakesATable() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.writeString(folder.resolve("plan.yaml"), PlanYaml.write(plan.probePlan()));
    Files.writeString(
        folder.resolve("fingerprint.yaml"),
        YamlWriter.write(FingerprintYaml.map(target.fingerprint())));
    for (MeasuringTask task : plan.tasks()) {
      List<NetworkProfile> profiles = target.profile(task.networks(), 1, 0, 3);
      for (int i = 0; i < profiles.size(); i++) {
        String name = task.networks().get(i).name();
        Files.writeString(
            models.resolve(name + "_2026-11-24_09-30-00.json"), events(profiles.get(i)));
        Files.writeString(models.resolve(name + ".csv"), times(profiles.get(i)));
      }
    }
    LatencyTable table = ProbePack.read(folder);
    assertEquals(Spaces.allKeys(Spaces.small()), table.entries().keySet());
    builtThere()
        .entries()
        .forEach(
            (key, entry) ->
                assertEquals(
                    entry.medianMillis(), table.entries().get(key).medianMillis(), 1e-5, key));
    assertEquals(1, table.protocol().passes());
    Map<String, Long> networks =
        plan.networks().covers().stream()
            .flatMap(cover -> cover.blocks().stream())
            .collect(Collectors.groupingBy(LoweredBlock::key, Collectors.counting()));
    table
        .entries()
        .forEach((key, entry) -> assertEquals(networks.get(key), (long) entry.count(), key));
    Files.writeString(models.resolve(plan.tasks().get(0).networks().get(0).name() + ".csv"), "\n");
    assertEquals(
        "holds no times",
        assertThrows(InvalidInputException.class, () -> ProbePack.read(folder))
            .getMessage()
            .replaceFirst(".*csv: ", ""));
  }

  /** A profile as ONNX Runtime writes it, with a run before that warms up. */
  private static String events(NetworkProfile profile) {
    StringBuilder events = new StringBuilder("[");
    for (int run = -1; run < profile.runs(); run++) {
      for (NetworkProfile.Node node : profile.nodes()) {
        events.append(
            "{\"cat\":\"Node\",\"dur\":%s,\"name\":\"%s_kernel_time\",\"args\":{\"op_name\":\"Any\"}},\n"
                .formatted(run < 0 ? 1e6 : node.micros().get(run), node.name()));
      }
      events.append("{\"cat\":\"Session\",\"dur\":1,\"name\":\"model_run\",\"args\":{}},\n");
    }
    return events
        .append("{\"cat\":\"Session\",\"dur\":1,\"name\":\"end\",\"args\":{}}]")
        .toString();
  }

  private static String times(NetworkProfile profile) {
    StringBuilder lines = new StringBuilder();
    profile
        .unprofiledMillis()
        .forEach(millis -> lines.append("models,%s,1000,99,0%n".formatted(millis / 1000)));
    return lines + "\nMin Latency is 1sec\n";
  }
}
