package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.ProbeArchive;
import io.hwnas.probe.RunnerJar;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.yaml.YamlNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the runner as its users do: outside of the project, with a Java runtime and its jar. */
class ProbeProcessTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 2, Optional.empty(), 1, 1, 2, 4, new TimingProtocol(2, 1, 1, 2));

  @TempDir private static Path packed;

  @TempDir private Path folder;

  /** What a process did. */
  private record Ended(int exitCode, String out, String err) {}

  @BeforeAll
  static void pack() throws IOException {
    RunnerJar.write(packed.resolve(RunnerJar.NAME));
    ProbePack.write(
        packed.resolve("probe.zip"), Spaces.smallSource(), PROTOCOL, 1, ProgressListener.SILENT);
  }

  @BeforeEach
  void linkProbe() throws IOException {
    Files.copy(packed.resolve("probe.zip"), folder.resolve("probe.zip"));
  }

  private Process start(boolean quiet, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                packed.resolve(RunnerJar.NAME).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    if (quiet) {
      builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    }
    builder.redirectOutput(folder.resolve("out").toFile());
    return builder.start();
  }

  private Ended run(boolean quiet, String... arguments) throws IOException, InterruptedException {
    Process process = start(quiet, arguments);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), Files.readString(folder.resolve("out")), err);
  }

  @Test
  void aKilledMeasurementGoesOnAndItsResultIsATable() throws IOException, InterruptedException {
    Process killed = start(true, "probe.zip", "--out", "result.zip");
    try (BufferedReader err = killed.errorReader()) {
      String line = err.readLine();
      assertTrue(line.startsWith("1 of "), line);
      killed.destroyForcibly().waitFor();
    }
    assertFalse(Files.exists(folder.resolve("result.zip")));
    String journal = Files.readString(folder.resolve("result.zip.journal"));

    Ended ended = run(true, "probe.zip", "--out", "result.zip");
    assertEquals(0, ended.exitCode(), ended.err());
    assertEquals(
        "wrote result.zip; make the table with: hwnas profile import result.zip --out LUT",
        ended.out().strip());
    assertFalse(Files.exists(folder.resolve("result.zip.journal")));
    Path result = folder.resolve("result.zip");
    LatencyTable table = ProbePack.read(result);
    assertEquals(Spaces.allKeys(Spaces.small()), table.entries().keySet());
    assertEquals(
        List.of(),
        new OnnxRuntime(RuntimeOptions.SINGLE_THREAD)
            .fingerprint()
            .differences(table.fingerprint()));
    assertTrue(
        table.entries().values().stream().allMatch(entry -> entry.medianMillis() > 0),
        "an entry is zero");
    assertEquals(firstValue(journal), firstValue(result));
  }

  @Test
  void aTableOfAnyChannelsIsMeasuredThereAndPredictsHere()
      throws IOException, InterruptedException {
    Architecture network = ReferenceNetworks.named("mobilenet-v3-small-0.35@28");
    TableProtocol once =
        new TableProtocol(1, 1, Optional.empty(), 1, 0, 1, 4, new TimingProtocol(1, 1, 0, 1));
    TableSource source = new TableSource.OfChannels(TableSource.OfNetwork.of(network), 8);
    ProbePack.write(
        folder.resolve("channels.zip"), List.of(source), once, 1, ProgressListener.SILENT);
    Ended ended = run(true, "channels.zip");
    assertEquals(0, ended.exitCode(), ended.err());

    LatencyTable table = ProbePack.read(folder.resolve("result.zip"));
    assertEquals(List.of(source), table.sources());
    LayerGraph shrunk = LayerGraph.of(ChannelGroups.resize(network, "s1.b1.expansion", 27));
    assertEquals(1, table.missing(shrunk).size());
    assertTrue(new ChannelLatencyModel(table).predict(shrunk).millis() > 0);
  }

  /** The first time that was measured, as the journal has it. */
  private static String firstValue(String journal) {
    String group =
        journal
            .lines()
            .filter(line -> line.startsWith("{\"key\":\"profile/"))
            .findFirst()
            .orElseThrow();
    return group.replaceFirst(".*\"values\":\\[[^,]*,([^,]*),.*", "$1");
  }

  private static String firstValue(Path result) throws IOException {
    try (ProbeArchive archive = ProbeArchive.open(result)) {
      YamlNode profile =
          archive.yaml(ProbeArchive.RESULT).required("tasks").entries().values().iterator().next();
      YamlNode values = profile.required("values").entries().values().iterator().next();
      return values.asList().get(0).asString();
    }
  }

  @Test
  void onnxRuntimeKeepsNoRecordOfWhatItRuns() throws IOException, InterruptedException {
    Ended ended = run(false, "probe.zip", "--threads=2");
    assertEquals(0, ended.exitCode(), ended.err());
    assertEquals(2, ProbePack.read(folder.resolve("result.zip")).fingerprint().threads());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("out", "probe.zip", "result.zip"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aResultThatExistsIsKept() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("result.zip"), "mine");
    assertEquals(
        "hwnas-probe: result.zip: exists already; choose another --out or remove it",
        refusal("probe.zip"));
    assertEquals("mine", Files.readString(folder.resolve("result.zip")));
  }

  @Test
  void eachWrongCommandLineIsOneLine() throws IOException, InterruptedException {
    assertEquals("hwnas-probe: nothing.zip: no such file", refusal("nothing.zip"));
    assertEquals("hwnas-probe: name one file of 'hwnas profile pack'; see --help", refusal());
    assertEquals("hwnas-probe: unknown option --fast; see --help", refusal("probe.zip", "--fast"));
    assertEquals(
        "hwnas-probe: --threads must be a whole number, not many",
        refusal("probe.zip", "--threads", "many"));
    assertEquals(
        "hwnas-probe: lost/result.zip: no such file or folder",
        refusal("probe.zip", "--out", "lost/result.zip"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  private String refusal(String... arguments) throws IOException, InterruptedException {
    Ended ended = run(true, arguments);
    assertEquals(2, ended.exitCode(), ended.err());
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    return ended.err().strip();
  }
}
