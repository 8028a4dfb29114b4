package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.results.Bundle;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetAdaptCommandTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3", "exchange"})
  void a_network_is_shrunk_to_its_budget_and_left_ready_for_use(String policy) {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    JsonNode shrunk =
        CommandRun.of(
                "netadapt",
                tiny.largest().toString(),
                "--weights",
                tiny.weights().toString(),
                "--table",
                tiny.table().toString(),
                "--budget-millis",
                Double.toString(tiny.budgetMillis()),
                "--run",
                run.toString(),
                "--data",
                folder.resolve("data").toString(),
                "--accept-foreign-table",
                "--set",
                "threads=1",
                "--set",
                "training.batch-size=16",
                "--set",
                "netadapt.fine-tune-steps=1",
                "--set",
                "netadapt.policy=" + policy,
                "--set",
                "netadapt.channel-step=4",
                "--set",
                "netadapt.kinds=[expansion, bottleneck]",
                "--set",
                "fine-tuning.length=2 steps",
                "--json")
            .json();
    assertTrue(shrunk.get("images").asLong() > 0, shrunk::toString);
    try (RunDirectory directory = RunDirectory.open(run)) {
      assertTrue(
          directory.trials().ofStage("netadapt").stream()
              .anyMatch(trial -> trial.score("latencyMillis").orElseThrow() <= tiny.budgetMillis()),
          "no step within the budget");
    }
    long before =
        CommandRun.of("cost", tiny.largest().toString(), "--json").json().get("params").asLong();
    long after = CommandRun.of("cost", run.toString(), "--json").json().get("params").asLong();
    assertTrue(after < before, after + " parameters of " + before);
    Bundle bundle = new Bundle(run.resolve("best"));
    assertTrue(bundle.exists());
    YamlNode provenance = YamlNode.read(bundle.provenance());
    assertEquals("made up", provenance.required("latencyTable").required("cpu").asString());
    double predicted = provenance.required("network").required("predictedMillis").asDouble(0, 1e3);
    assertTrue(predicted <= tiny.budgetMillis(), predicted + " ms predicted");
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void a_budget_that_shrinking_cannot_reach_is_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal = shrink(tiny, tiny.weights(), "0.000001").refusal();
    assertTrue(
        refusal.startsWith("hwnas: shrinking channels cannot reach 1.000e-06 ms: the least is"),
        refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void weights_that_are_missing_or_of_another_network_are_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    Path missing = folder.resolve("missing.safetensors");
    assertEquals(
        "hwnas: " + missing + ": there is no such file; give a safetensors file",
        shrink(tiny, missing, "1").refusal());
    String refusal = shrink(tiny, tiny.table(), "1").refusal();
    assertTrue(refusal.startsWith("hwnas: " + tiny.table()), refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void a_network_within_its_budget_is_left_as_it_is_and_no_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun run = shrink(tiny, tiny.weights(), "1000", "--json");
    assertTrue(run.json().get("nothingToDo").asBoolean(), run.json()::toString);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void images_of_another_number_of_classes_are_refused_before_a_run_is_made() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    for (String split : List.of("train", "test")) {
      Path data = folder.resolve("data").resolve(split);
      try (Stream<Path> images = Files.list(data.resolve("disc"))) {
        Path third = Files.createDirectories(data.resolve("third"));
        for (Path image : images.toList()) {
          Files.copy(image, third.resolve(image.getFileName()));
        }
      }
    }
    assertEquals(
        "hwnas: the data set has 3 classes, but tiny tells 2 apart",
        shrink(tiny, tiny.weights(), "1").refusal());
    assertFalse(Files.exists(folder.resolve("run")));
  }

  private CommandRun shrink(TinyRun tiny, Path weights, String budgetMillis, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("netadapt");
    Collections.addAll(
        arguments,
        tiny.largest().toString(),
        "--weights=" + weights,
        "--table=" + tiny.table(),
        "--budget-millis=" + budgetMillis,
        "--run=" + folder.resolve("run"),
        "--data=" + folder.resolve("data"),
        "--accept-foreign-table",
        "--set=threads=1");
    Collections.addAll(arguments, more);
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void a_table_is_asked_for() {
    assertEquals(
        "hwnas: Missing required options: '--table=LUT', '--budget-millis=B', '--run=DIR'; see hwnas"
            + " netadapt --help",
        CommandRun.of("netadapt", "mobilenet-v2").refusal());
  }
}
