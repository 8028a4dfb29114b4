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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetAdaptCommandTests {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"mobilenet-v3, magnitude", "mobilenet-v3, taylor", "exchange, magnitude"})
  void a_network_is_shrunk_to_its_budget_and_left_ready_for_use(String policy, String selection) {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    JsonNode shrunk =
        shrink(
                tiny,
                List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
                "--set=netadapt.policy=" + policy,
                "--set=netadapt.selection=" + selection)
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
    JsonNode last = shrunk.get("steps").get(shrunk.get("steps").size() - 1);
    assertTrue(last.get("predictedMillis").asDouble() <= tiny.budgetMillis(), last::toString);
    assertTrue(last.has("validationAccuracy"), last::toString);
    assertEquals(tiny.budgetMillis(), shrunk.get("budgetMillis").asDouble());
  }

  @Test
  void a_shrunk_network_is_held_against_a_scaled_one_of_the_same_latency() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    JsonNode trained =
        CommandRun.of(
                "train",
                tiny.largest().toString(),
                "--data",
                folder.resolve("data").toString(),
                "--run",
                folder.resolve("seed").toString(),
                "--epochs=1",
                "--set=threads=1",
                "--set=training.batch-size=16",
                "--json")
            .json();
    JsonNode shrunk =
        shrink(
                tiny,
                List.of(folder.resolve("seed").toString()),
                "--set=latency.timing={sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}",
                "--set=netadapt.compare-widths=true",
                "--set=baseline.network=[mobilenet-v3-small@12, own]")
            .json();
    JsonNode comparison = shrunk.get("comparison");
    assertTrue(comparison.at("/found/testTop1").asDouble() > 0, shrunk::toString);
    assertTrue(
        comparison.at("/baseline/network").asText().startsWith("mobilenet-v3-small"),
        shrunk::toString);
    assertTrue(
        comparison.at("/otherBaselines/0/network").asText().startsWith("tiny-"), shrunk::toString);
    try (RunDirectory directory = RunDirectory.open(folder.resolve("run"))) {
      assertEquals(
          trained.get("images"),
          directory.journal().recall("stage/given network").orElseThrow().at("/output/images"));
    }
    assertTheReportDrawsAnotherRunBeside(folder.resolve("run"), folder.resolve("other"));
  }

  private void assertTheReportDrawsAnotherRunBeside(Path run, Path other) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, other.resolve(run.relativize(file).toString()));
      }
    }
    String alone = Files.readString(run.resolve("report.html"));
    assertEquals(
        0, CommandRun.of("report", run.toString(), "--beside", other.toString()).exitCode());
    String both = Files.readString(run.resolve("report.html"));
    assertEquals(2, points("baselines", alone));
    assertEquals(4, points("baselines", both));
    assertEquals(2 * points("found", alone), points("found", both));
    String unfinished =
        CommandRun.of("report", run.toString(), "--beside", folder.resolve("seed").toString())
            .refusal();
    assertTrue(unfinished.contains("seed: ended with no comparison"), unfinished);
  }

  private static int points(String series, String html) {
    String json = html.substring(html.indexOf("\"" + series + "\":["));
    return json.substring(0, json.indexOf(']')).split("\\{", -1).length - 1;
  }

  @Test
  void a_baseline_for_images_of_another_size_is_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal =
        shrink(
                tiny,
                List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
                "--set=netadapt.compare-widths=true")
            .refusal();
    assertEquals(
        "hwnas: baseline.network: mobilenet-v3-small@28 takes 28 pixels, the network 12; name one"
            + " for them, such as mobilenet-v3-small@12",
        refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void weights_of_unknown_history_are_not_held_against_a_baseline() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal =
        shrink(
                tiny,
                List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
                "--set=netadapt.compare-widths=true",
                "--set=baseline.network=mobilenet-v3-small@12")
            .refusal();
    assertTrue(
        refusal.startsWith("hwnas: netadapt.compare-widths: nothing says how many images"),
        refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void exchanges_whose_steps_die_away_above_the_budget_are_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal =
        shrink(
                tiny,
                List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
                "--set=netadapt.policy=exchange",
                "--set=netadapt.delta-decay=0.9")
            .refusal();
    assertTrue(refusal.startsWith("hwnas: netadapt.delta-decay: steps of 0.03"), refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void a_learning_rate_at_which_all_proposals_diverge_is_bad_input() {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun shrunk =
        shrink(
            tiny,
            List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
            "--set=netadapt.fine-tune-steps=40",
            "--set=netadapt.recipe={learning-rate: 1000, weight-decay: 1}");
    assertEquals(2, shrunk.exitCode(), shrunk.err());
    assertTrue(shrunk.err().contains("hwnas: NetAdapt step 1: all "), shrunk.err());
    assertTrue(shrunk.err().contains("lower learning rate"), shrunk.err());
  }

  @Test
  void proposals_may_learn_from_the_network_that_they_are_cut_from() {
    TinyRun tiny = TinyRun.in(folder);
    JsonNode shrunk =
        shrink(
                tiny,
                List.of(tiny.largest().toString(), "--weights", tiny.weights().toString()),
                "--set=netadapt.recipe.distillation={weight: 0.5, temperature: 2}",
                "--set=fine-tuning.recipe.distillation={weight: 0.5, temperature: 2}")
            .json();
    assertTrue(shrunk.get("steps").size() > 1, shrunk::toString);
  }

  @Test
  void widths_are_not_compared_without_data() {
    assertEquals(
        "hwnas: netadapt.compare-widths: baselines are trained on images; give some with --data, or"
            + " leave it out",
        cut(TinyRun.in(folder), "--set=netadapt.compare-widths=true").refusal());
  }

  /** Shrinks with images, and with hardly any training. */
  private CommandRun shrink(TinyRun tiny, List<String> network, String... more) {
    return shrinkInto(folder.resolve("run"), tiny, network, more);
  }

  private CommandRun shrinkInto(Path run, TinyRun tiny, List<String> network, String... more) {
    List<String> arguments = new ArrayList<>(List.of("netadapt"));
    arguments.addAll(network);
    arguments.addAll(
        List.of(
            "--table=" + tiny.table(),
            "--budget-millis=" + tiny.budgetMillis(),
            "--run=" + run,
            "--data=" + folder.resolve("data"),
            "--accept-foreign-table",
            "--set=threads=1",
            "--set=training.batch-size=16",
            "--set=netadapt.fine-tune-steps=1",
            "--set=netadapt.channel-step=4",
            "--set=netadapt.kinds=[expansion, bottleneck]",
            "--set=fine-tuning.length=2 steps",
            "--json"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void without_data_nothing_is_trained_and_steps_are_chosen_by_the_retained_norm()
      throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun cut = cut(tiny, "--write-steps", "--json");
    JsonNode json = cut.json();
    assertEquals("retained norm", json.get("score").asText());
    JsonNode steps = json.get("steps");
    assertEquals(1, steps.get(0).get("retainedNorm").asDouble());
    for (int step = 1; step < steps.size(); step++) {
      JsonNode one = steps.get(step);
      assertTrue(
          one.get("retainedNorm").asDouble() < steps.get(step - 1).get("retainedNorm").asDouble(),
          steps::toString);
      assertTrue(Files.exists(folder.resolve("run/steps/step-%02d.onnx".formatted(step))));
      CommandRun.of(
              "cost",
              folder.resolve("run/steps/step-%02d.yaml".formatted(step)).toString(),
              "--json")
          .json();
    }
    assertTrue(
        steps.get(steps.size() - 1).get("predictedMillis").asDouble() <= tiny.budgetMillis());
    assertTrue(new Bundle(folder.resolve("run/best")).exists());
    for (String text :
        List.of(
            cut.out(),
            Files.readString(folder.resolve("run/netadapt.csv")),
            Files.readString(folder.resolve("run/results.csv")))) {
      assertTrue(text.contains("etained"), text);
      assertFalse(text.contains("ccuracy"), text);
    }
    // A run goes on with the table that it was begun with.
    Files.writeString(tiny.table(), "no table");
    String text = cut(tiny, "--resume").out();
    assertTrue(text.contains("retained norm"), text);
    assertFalse(text.contains("ccuracy"), text);
  }

  @Test
  void without_data_channels_cannot_be_chosen_by_what_takes_images() {
    assertEquals(
        "hwnas: netadapt.selection: taylor looks at training images; give some with --data, or"
            + " choose magnitude, batch-norm or random",
        cut(TinyRun.in(folder), "--set=netadapt.selection=taylor").refusal());
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void a_channel_step_beyond_16_is_refused_where_it_stands() {
    String refusal = cut(TinyRun.in(folder), "--set=netadapt.channel-step=17").refusal();
    assertTrue(refusal.contains("--set netadapt.channel-step"), refusal);
    assertTrue(refusal.contains("16"), refusal);
  }

  @Test
  void blocks_that_a_table_of_another_machine_lacks_are_refused() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal = cut(tiny, "--set=netadapt.channel-step=3").refusal();
    assertTrue(
        refusal.startsWith(
            "hwnas: the latency table of tiny has no entry for 'inverted-residual k="),
        refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  private CommandRun cut(TinyRun tiny, String... more) {
    List<String> arguments = new ArrayList<>();
    Collections.addAll(
        arguments,
        "netadapt",
        tiny.largest().toString(),
        "--weights=" + tiny.weights(),
        "--table=" + tiny.table(),
        "--budget-millis=" + tiny.budgetMillis(),
        "--run=" + folder.resolve("run"),
        "--accept-foreign-table",
        "--set=threads=1",
        "--set=latency.timing={sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}",
        "--set=netadapt.kinds=[expansion, bottleneck]");
    if (Arrays.stream(more).noneMatch(option -> option.contains("channel-step"))) {
      arguments.add("--set=netadapt.channel-step=4");
    }
    Collections.addAll(arguments, more);
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void losers_are_stopped_early_and_several_workers_find_what_one_finds_with_as_many_threads() {
    TinyRun tiny = TinyRun.in(folder);
    Path seed = folder.resolve("seed");
    assertEquals(
        0,
        CommandRun.of(
                "train",
                tiny.largest().toString(),
                "--data=" + folder.resolve("data"),
                "--run=" + seed,
                "--epochs=10",
                "--set=threads=1",
                "--set=training.batch-size=16")
            .exitCode());
    List<String> network = List.of(seed.toString());
    String[] settings = {
      "--set=threads=2",
      "--set=netadapt.workers=2",
      "--set=netadapt.policy=original",
      "--set=netadapt.fine-tune-steps=2",
      "--set=netadapt.finalists=5",
      "--set=netadapt.screened-images=4",
      "--set=netadapt.early-stop={share: 0.5, margin: 0}"
    };
    JsonNode first = shrink(tiny, network, settings).json();
    try (RunDirectory directory = RunDirectory.open(folder.resolve("run"))) {
      assertTrue(
          directory.trials().ofStage("netadapt").stream()
              .anyMatch(
                  trial ->
                      trial.score("earlyAccuracy").isPresent()
                          && trial.score("accuracy").isEmpty()),
          "nothing was stopped");
    }
    settings[0] = "--set=threads=1";
    settings[1] = "--set=netadapt.workers=1";
    JsonNode alone = shrinkInto(folder.resolve("alone"), tiny, network, settings).json();
    assertEquals(first.get("steps"), alone.get("steps"));
  }

  @Test
  void batches_of_more_images_than_there_are_are_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal =
        shrink(tiny, tiny.weights(), "1", "--set=netadapt.recipe.batch-size=5000").refusal();
    assertTrue(refusal.startsWith("hwnas: netadapt.recipe.batch-size: there are "), refusal);
    assertFalse(Files.exists(folder.resolve("run")));
  }

  @Test
  void a_budget_that_shrinking_cannot_reach_is_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    String refusal =
        shrink(
                tiny,
                tiny.weights(),
                "0.000001",
                "--set=netadapt.channel-step=4",
                "--set=netadapt.kinds=[expansion, bottleneck]")
            .refusal();
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
    Path others = folder.resolve("others.safetensors");
    CommandRun.of(
        "export",
        "mobilenet-v2-0.35@32",
        "--format=safetensors",
        "--random-weights",
        "--out=" + others);
    String mismatch = shrink(tiny, others, "1").refusal();
    assertTrue(mismatch.contains("the weights do not fit tiny: 'stem.conv.weight' is"), mismatch);
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
