package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Cost;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateRankingCommandTests {
  private static final int POLL_MILLIS = 20;

  /** A space of 21 networks that share no slices. */
  static final String SPACE =
      """
      name: operators
      input: {channels: 1, resolution: 12}
      batch-norm: {epsilon: 0.001, momentum: 0.1}
      padding: symmetric
      stem: {kernel: 3, stride: 1, width: 8, nonlinearity: relu}
      stages:
        - depth: [1, 2, 3]
          width: 16
          stride: 2
          decisions: per-block
          operator: [projection, {kernel: 3, expansion-ratio: 2}, {kernel: 5, expansion-ratio: 3}]
          squeeze-excite: false
          nonlinearity: relu
      head: {convolution: 32, hidden: none, nonlinearity: relu, dropout: 0, classes: 2}
      """;

  private static final String CONFIG =
      """
      threads: 1
      checkpoint-seconds: 0
      data:
        source: %s
      space: %s
      benchmark: {file: %s}
      networks: 12
      resamples: 50
      supernet:
        budget-minutes: 0.01
        calibration-images: 32
        scored-images: 8
        recipe: {batch-size: 16, shift: 1}
      activation-codes: {images: 16}
      """;

  @TempDir private Path folder;
  private Path config;
  private Path run;

  /** A benchmark in which more multiply-adds always help. */
  @BeforeEach
  void write() throws IOException {
    TinyRun.in(folder);
    Path spaceFile = folder.resolve("operators.yaml");
    Files.writeString(spaceFile, SPACE);
    SearchSpace space = SearchSpace.parse(YamlNode.read(spaceFile));
    ObjectNode entries = new ObjectMapper().createObjectNode();
    for (int i = 0; i < 500; i++) {
      DecisionVector vector = space.sample(Seeds.of(1, "benchmark", i));
      long madds = Cost.of(LayerGraph.of(space.decode(vector))).madds();
      entries
          .putObject(MacroBenchmark.digits(0).apply(vector))
          .put("mean_acc", madds / 1e5)
          .put("std", 0.1)
          .put("params", 1)
          .put("flops", madds);
    }
    Path benchmark = folder.resolve("benchmark.json");
    Files.writeString(benchmark, entries.toString());
    config = folder.resolve("ranking.yaml");
    Files.writeString(config, CONFIG.formatted(folder.resolve("data"), spaceFile, benchmark));
    run = folder.resolve("run");
  }

  @Test
  void every_evaluator_is_held_against_the_true_order() throws IOException {
    JsonNode result = rank("--json").json();
    assertEquals(12, result.get("networks").asInt());
    JsonNode evaluators = result.get("evaluators");
    assertEquals(
        List.of(
            "madds",
            "params",
            "activation-codes",
            "synaptic-flow",
            "supernet",
            "supernet-loss",
            "supernet-capacity",
            "supernet-smoothed",
            "supernet-loss-smoothed"),
        evaluators.findValuesAsText("evaluator"));
    JsonNode madds = evaluators.get(0);
    assertEquals(1, madds.get("kendallTau").asDouble(), 1e-12);
    assertEquals(1, madds.get("spearmanRho").asDouble(), 1e-12);
    assertEquals(0, madds.get("trainingImages").asLong());
    JsonNode supernet = evaluators.get(4);
    assertEquals(
        3 * 16 * supernet.get("trainingSteps").asLong(), supernet.get("trainingImages").asLong());
    assertTrue(supernet.get("trainingSteps").asLong() > 0, supernet::toString);
    assertEquals(supernet.get("trainingSeconds"), evaluators.get(6).get("trainingSeconds"));
    List<String> scores = Files.readAllLines(run.resolve("scores.csv"));
    assertEquals(
        "decisions,accuracy,madds,params,activation-codes,synaptic-flow,supernet,supernet-loss,"
            + "supernet-capacity,supernet-smoothed,supernet-loss-smoothed",
        scores.get(0));
    assertEquals(12 + 1, scores.size());
  }

  @Test
  void a_run_that_was_broken_off_goes_on_with_the_next_score() throws IOException {
    JsonNode whole = rank("--json").json();
    Path journal = run.resolve("journal.jsonl");
    List<String> lines = Files.readAllLines(journal);
    Files.write(journal, lines.subList(0, lines.size() - 7));
    JsonNode resumed = rank("--resume", "--json").json();
    assertEquals(lines.size(), Files.readAllLines(journal).size());
    assertEquals(withoutSeconds(whole), withoutSeconds(resumed));
    assertEquals(
        resumed,
        CommandRun.of("evaluate-ranking", "--run", run.toString(), "--resume", "--json").json());
  }

  @Test
  void a_finished_run_takes_other_evaluators_and_nothing_else() {
    assertEquals(0, rank("--set", "evaluators=[madds]").exitCode());
    JsonNode more = rank("--resume", "--json", "--set", "evaluators=[madds, params]").json();
    assertEquals(List.of("madds", "params"), more.get("evaluators").findValuesAsText("evaluator"));
    refused("was started with networks=12, not 11", "--resume", "--set", "networks=11");
  }

  @Test
  void smoothed_scores_of_a_finished_run_are_computed_without_scoring_again() throws IOException {
    assertEquals(0, rank("--set", "evaluators=[synaptic-flow]").exitCode());
    List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
    List<String> plain = Files.readAllLines(run.resolve("scores.csv"));
    assertEquals(
        0,
        rank("--resume", "--set", "evaluators=[synaptic-flow, synaptic-flow-smoothed]").exitCode());
    assertEquals(journal, Files.readAllLines(run.resolve("journal.jsonl")));
    List<String> both = Files.readAllLines(run.resolve("scores.csv"));
    assertEquals("decisions,accuracy,synaptic-flow,synaptic-flow-smoothed", both.get(0));
    for (int i = 1; i < plain.size(); i++) {
      assertTrue(both.get(i).startsWith(plain.get(i) + ","), both.get(i));
      assertTrue(Double.isFinite(Double.parseDouble(both.get(i).split(",")[3])), both.get(i));
    }
  }

  @Test
  void joined_evaluators_order_by_the_mean_of_their_ranks() throws IOException {
    String orders =
        "evaluators=[madds, synaptic-flow, madds+synaptic-flow, madds+madds, supernet-loss+params-smoothed]";
    JsonNode rows = rank("--json", "--set", orders).json().get("evaluators");
    assertEquals("madds+synaptic-flow", rows.get(2).get("evaluator").asText());
    assertEquals(1, rows.get(3).get("kendallTau").asDouble(), 1e-12);
    List<double[]> scores =
        Files.readAllLines(run.resolve("scores.csv")).stream()
            .skip(1)
            .map(line -> Stream.of(line.split(",")).skip(2).mapToDouble(Double::parseDouble))
            .map(DoubleStream::toArray)
            .toList();
    for (double[] network : scores) {
      double madds = shareBelow(scores, 0, network[0]);
      double flow = shareBelow(scores, 1, network[1]);
      assertEquals((madds + flow) / 2, network[2], 1e-12);
      assertEquals(madds, network[3], 1e-12);
    }
  }

  /** The share of the other networks that score less, of equals half. */
  private static double shareBelow(List<double[]> scores, int column, double score) {
    double below =
        scores.stream().mapToDouble(each -> 0.5 + 0.5 * Double.compare(score, each[column])).sum();
    return (below - 0.5) / (scores.size() - 1);
  }

  @Test
  void a_supernet_of_another_run_is_asked_about_other_images_without_training() throws IOException {
    JsonNode trained =
        rank("--json", "--set", "evaluators=[supernet-loss]").json().at("/evaluators/0");
    Path first = run;
    run = folder.resolve("asked");
    String[] asked = {
      "--json",
      "--set",
      "evaluators=[supernet-loss]",
      "--set",
      "supernet.from=" + first,
      "--set",
      "supernet.scored-images=all"
    };
    JsonNode again = rank(asked).json().at("/evaluators/0");
    assertEquals(trained.get("trainingSteps"), again.get("trainingSteps"));
    assertEquals(trained.get("trainingSeconds"), again.get("trainingSeconds"));
    assertNotEquals(
        Files.readString(first.resolve("scores.csv")), Files.readString(run.resolve("scores.csv")));
    run = folder.resolve("other");
    refused(
        "was trained with supernet.recipe.batch-size=16, not 8",
        "--set",
        "supernet.from=" + first,
        "--set",
        "supernet.recipe.batch-size=8");
    refused("is no run", "--set", "supernet.from=" + folder);
    refused("name that run", "--set", "supernet.from=" + folder.resolve("asked"));
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void a_run_without_a_trained_supernet_has_none_to_ask() {
    assertEquals(0, rank("--set", "evaluators=[madds]").exitCode());
    String from = "supernet.from=" + run;
    run = folder.resolve("asked");
    refused("has no supernet that is trained to its end", "--set", from);
    assertTrue(Files.notExists(run), "a run was made");
    assertEquals(0, rank("--set", from, "--set", "evaluators=[madds]").exitCode());
  }

  @Test
  void scores_that_are_known_need_no_supernet() throws IOException {
    assertEquals(0, rank("--set", "evaluators=[supernet]").exitCode());
    Path first = run;
    run = folder.resolve("asked");
    assertEquals(
        0, rank("--set", "evaluators=[supernet]", "--set", "supernet.from=" + first).exitCode());
    Files.move(first, folder.resolve("moved"));
    assertEquals(
        0,
        rank("--resume", "--set", "supernet.from=" + first, "--set", "evaluators=[supernet-loss]")
            .exitCode());
  }

  @Test
  void networks_trained_alone_leave_no_checkpoints() {
    JsonNode scratch =
        rank(
                "--json",
                "--set",
                "evaluators=[from-scratch]",
                "--set",
                "networks=3",
                "--set",
                "from-scratch.epochs=0.5")
            .json()
            .at("/evaluators/0");
    assertEquals(
        16 * scratch.get("trainingSteps").asLong(), scratch.get("trainingImages").asLong());
    assertEquals(0, scratch.get("trainingSteps").asLong() % 3);
    try (RunDirectory directory = RunDirectory.open(run)) {
      assertTrue(directory.checkpoints().latest("from-scratch").isEmpty());
    }
  }

  @Test
  void a_successive_halving_that_was_killed_ranks_as_an_unbroken_one() throws Exception {
    String[] halving = {
      "--set", "evaluators=[successive-halving]",
      "--set", "networks=4",
      "--set", "successive-halving={epochs: 2, keep: 0.5, rounds: 2}"
    };
    Path manifest = run.resolve("checkpoints").resolve("manifest.jsonl");
    Process process =
        new HwnasProcess()
            .start(ProcessBuilder.Redirect.DISCARD, folder.resolve("err"), arguments(halving));
    while (process.isAlive() && steps(manifest).size() < 20) {
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    List<String> more = new ArrayList<>(List.of(halving));
    more.addAll(List.of("--resume", "--json"));
    JsonNode resumed = rank(more.toArray(String[]::new)).json();
    List<String> scores = Files.readAllLines(run.resolve("scores.csv"));
    try (RunDirectory directory = RunDirectory.open(run)) {
      assertTrue(directory.checkpoints().latest("successive-halving.0.0").isEmpty());
    }
    run = folder.resolve("unbroken");
    more.remove("--resume");
    JsonNode unbroken = rank(more.toArray(String[]::new)).json();
    assertEquals(withoutSeconds(unbroken), withoutSeconds(resumed));
    assertEquals(Files.readAllLines(run.resolve("scores.csv")), scores);
    // Two of four went on.
    assertEquals(
        2,
        scores.stream().skip(1).filter(line -> Double.parseDouble(line.split(",")[2]) > 1).count());
  }

  @Test
  void a_run_of_a_version_that_knew_other_keys_goes_on() throws IOException {
    assertEquals(0, rank("--set", "evaluators=[madds]").exitCode());
    Path written = run.resolve("config.yaml");
    String text = Files.readString(written);
    assertTrue(text.contains("  even-subnets: true\n"), text);
    assertTrue(text.contains("    replicas: 1\n"), text);
    // Replicas stood beside the recipe once.
    Files.writeString(
        written,
        text.replace("    replicas: 1\n", "").replace("  even-subnets: true\n", "  replicas: 1\n"));
    assertEquals(0, rank("--resume", "--set", "evaluators=[madds]").exitCode());
  }

  @Test
  void a_run_that_was_killed_in_training_trains_on_from_its_last_checkpoint() throws Exception {
    Path manifest = run.resolve("checkpoints").resolve("manifest.jsonl");
    String[] training = {"--set", "evaluators=[supernet]", "--budget-minutes", "0.05"};
    Process process =
        new HwnasProcess()
            .start(ProcessBuilder.Redirect.DISCARD, folder.resolve("err"), arguments(training));
    while (process.isAlive() && steps(manifest).size() < 3) {
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    int killed = steps(manifest).size();
    String[] resumed = {"--set", "evaluators=[supernet]", "--budget-minutes", "0.05", "--resume"};
    assertEquals(0, rank(resumed).exitCode());
    List<Long> steps = steps(manifest);
    assertTrue(steps.size() > killed, steps::toString);
    assertEquals(LongStream.rangeClosed(1, steps.size()).boxed().toList(), steps);
  }

  /** The steps at which the training was saved, in the order of saving. */
  private static List<Long> steps(Path manifest) throws IOException {
    List<Long> steps = new ArrayList<>();
    if (Files.exists(manifest)) {
      String text = Files.readString(manifest);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        JsonNode row = new ObjectMapper().readTree(line);
        if (row.has("step")) {
          steps.add(row.get("step").asLong());
        }
      }
    }
    return steps;
  }

  @Test
  void the_table_names_networks_space_and_seed() {
    CommandRun table = rank("--set", "evaluators=[madds]", "--seed", "4");
    assertTrue(table.out().startsWith("evaluator"), table.out());
    assertTrue(table.out().endsWith("12 networks of operators, seed 4\n"), table.out());
  }

  @Test
  void a_comparison_has_no_report() {
    assertEquals(0, rank("--set", "evaluators=[madds]").exitCode());
    String refusal = CommandRun.of("report", run.toString()).refusal();
    assertTrue(refusal.contains("evaluate-ranking has no report"), refusal);
  }

  @Test
  void what_is_wrong_is_said_in_one_line_before_a_run_is_made() {
    refused("did you mean 'supernet'?", "--set", "evaluators=[supernett]");
    refused("did you mean 'params'?", "--set", "evaluators=[madds+param]");
    refused("has 21, you asked for 22", "--set", "networks=22");
    refused("there is no such file", "--set", "benchmark.file=missing.json");
    refused("did you mean 'sharing'?", "--set", "supernet.sharin=slices");
    refused("--budget-minutes: ", "--budget-minutes", "-1");
    refused("must be a number from 0.01 to 0.99", "--set", "successive-halving.keep=1");
    refused(
        "--set supernet.resolutions: the last resolution must be the 12 pixels",
        "--set",
        "supernet.resolutions=[{pixels: 6, share: 0.4}, {pixels: 8, share: 0.6}]");
    refused(
        "largest-first is for networks that are all slices", "--set", "supernet.largest-first=0.2");
    refused("leave them out", "--confidence", "0.9");
    refused(
        "'networks' must be a whole number from 8",
        "--set",
        "networks=5",
        "--set",
        "evaluators=[madds-smoothed]");
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void what_an_evaluator_asked_for_later_needs_is_checked_before_it_is_asked() {
    String batch = "successive-halving.recipe.batch-size=5000";
    assertEquals(0, rank("--set", "evaluators=[madds]", "--set", batch).exitCode());
    refused(
        "successive-halving.recipe.batch-size",
        "--resume",
        "--set",
        "evaluators=[successive-halving]",
        "--set",
        batch);
  }

  private void refused(String reason, String... more) {
    String line = rank(more).refusal();
    assertTrue(line.contains(reason), line);
  }

  private CommandRun rank(String... more) {
    return CommandRun.of(arguments(more));
  }

  private String[] arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate-ranking", config.toString(), "--run", run.toString()));
    arguments.addAll(Arrays.asList(more));
    return arguments.toArray(String[]::new);
  }

  private static JsonNode withoutSeconds(JsonNode result) {
    JsonNode copy = result.deepCopy();
    for (JsonNode evaluator : copy.get("evaluators")) {
      ((ObjectNode) evaluator).remove(List.of("trainingSeconds", "scoringSeconds"));
    }
    return copy;
  }
}
