package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hwnas netadapt} with a table of any channel counts that was measured on this machine. */
final class NetAdaptOnThisMachineTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 2, 1, 3, 12, new TimingProtocol(1, 2, 1, 2));
  private static final int PIXELS = 64;
  private static final double BUDGET_SHARE = 0.9;

  @TempDir private Path folder;

  @Test
  void proposals_and_steps_are_measured_and_a_resumed_run_recalls_what_was() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Files.writeString(
        first(), Files.readString(tiny.largest()).replaceFirst("12", Integer.toString(PIXELS)));
    double firstMillis = profiled();
    JsonNode steps = netAdapt(firstMillis).json().get("steps");
    assertTrue(steps.size() > 1, steps::toString);
    for (int step = 1; step < steps.size(); step++) {
      assertTrue(steps.get(step).get("measuredMillis").asDouble() > 0, steps::toString);
    }
    List<String> measured = measurements();
    assertTrue(measured.stream().anyMatch(line -> line.contains("considered/")), "none considered");
    forgetTheEnd();
    assertEquals(steps, netAdapt(firstMillis, "--resume").json().get("steps"));
    assertEquals(measured, measurements());
  }

  /** The largest network, for images so large that its time is in its channels. */
  private Path first() {
    return folder.resolve("first.yaml");
  }

  private Path table() {
    return folder.resolve("channels.yaml");
  }

  /** Measures a table, as little as can be; returns what it says of the first network. */
  private double profiled() throws IOException {
    Architecture network = Architectures.read(YamlNode.read(first()));
    LatencyTables.write(
        table(),
        new TableBuilder(new OnnxRuntime(RuntimeOptions.SINGLE_THREAD))
            .build(
                List.of(new TableSource.OfChannels(TableSource.OfNetwork.of(network), 8)),
                PROTOCOL,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT));
    return CommandRun.of("cost", first().toString(), "--table=" + table(), "--json")
        .json()
        .get("latencyMillis")
        .asDouble();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("run/journal.jsonl"));
  }

  /** What NetAdapt measured on its way. */
  private List<String> measurements() throws IOException {
    return lines().stream()
        .filter(line -> line.matches(".*\"key\":\"latency/(considered|chosen|netadapt)/.*"))
        .toList();
  }

  /** Has the journal end before NetAdapt was done, so that its steps are gone through again. */
  private void forgetTheEnd() throws IOException {
    List<String> lines = lines();
    int end = 0;
    while (!lines.get(end).contains("\"key\":\"stage/netadapt\"")) {
      end++;
    }
    Files.write(folder.resolve("run/journal.jsonl"), lines.subList(0, end));
    // The end of the run adds to it what was measured.
    Files.copy(
        table(), folder.resolve("run/latency-table.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private CommandRun netAdapt(double firstMillis, String... more) {
    Stream<String> options =
        Stream.of(
            "netadapt",
            first().toString(),
            "--weights=" + folder.resolve("largest.safetensors"),
            "--table=" + table(),
            "--budget-millis=" + BUDGET_SHARE * firstMillis,
            "--run=" + folder.resolve("run"),
            "--data=" + folder.resolve("data"),
            "--json",
            "--set=data.image-size=" + PIXELS,
            "--set=threads=1",
            "--set=latency.timing={sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}",
            "--set=training.batch-size=16",
            "--set=netadapt.delta-share=0.1",
            "--set=netadapt.kinds=[expansion]",
            "--set=netadapt.channel-step=16",
            "--set=netadapt.finalists=2",
            "--set=netadapt.fine-tune-steps=2",
            "--set=fine-tuning.length=4 steps");
    return CommandRun.of(Stream.concat(options, Stream.of(more)).toArray(String[]::new));
  }
}
