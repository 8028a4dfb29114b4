package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.flow.RunCheckpoints;
import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.results.Bundle;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupernetSearchTests {
  private static final long MOST_MADDS = 150_000;

  private static final String SUPERNET =
      """
      threads: 1
      checkpoint-seconds: 0
      data: {source: %s}
      space: %s
      supernet:
        budget-minutes: 0.01
        calibration-images: 32
        scored-images: 8
        recipe: {batch-size: 16, shift: 1}
      """;

  private static final String SEARCH =
      """
      search:
        evaluator: supernet
        algorithm: genetic
        evaluations: 10
        seed: 1
        constraints: {madds: %d}
      """;

  @TempDir private Path folder;
  private Path config;
  private Path ranking;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    TinyRun.in(folder);
    Path spaceFile = folder.resolve("operators.yaml");
    Files.writeString(spaceFile, EvaluateRankingCommandTests.SPACE);
    String supernet = SUPERNET.formatted(folder.resolve("data"), spaceFile);
    config = folder.resolve("search.yaml");
    Files.writeString(config, supernet + SEARCH.formatted(MOST_MADDS));
    ranking = folder.resolve("ranking.yaml");
    Files.writeString(
        ranking,
        supernet
            + "networks: 4\nresamples: 10\nevaluators: [supernet]\nbenchmark: {file: %s}\n"
                .formatted(benchmark(spaceFile)));
    run = folder.resolve("run");
  }

  private Path benchmark(Path spaceFile) throws IOException {
    SearchSpace space = SearchSpace.parse(YamlNode.read(spaceFile));
    ObjectNode entries = new ObjectMapper().createObjectNode();
    for (int i = 0; i < 300; i++) {
      DecisionVector vector = space.sample(Seeds.of(1, "benchmark", i));
      entries
          .putObject(MacroBenchmark.digits(0).apply(vector))
          .put("mean_acc", i / 4.0)
          .put("std", 0.1)
          .put("params", 1)
          .put("flops", 1);
    }
    Path file = folder.resolve("benchmark.json");
    Files.writeString(file, entries.toString());
    return file;
  }

  private CommandRun search(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("search", config.toString(), "--run", run.toString(), "--json"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void a_space_without_slices_is_searched_under_a_limit_of_madds_and_no_latency()
      throws IOException {
    JsonNode found = search().json();
    assertTrue(found.at("/best/madds").asLong() <= MOST_MADDS, found::toString);
    double accuracy = found.at("/best/accuracy").asDouble();
    assertEquals(Math.rint(accuracy * 8), accuracy * 8, 1e-9, "scored on 8 images");
    assertEquals(
        Math.sqrt(accuracy * (1 - accuracy) / 8),
        found.at("/best/accuracyStandardError").asDouble(0),
        1e-9);
    assertTrue(found.at("/best/crossEntropy").asDouble() > 0, found::toString);
    assertTrue(found.at("/best/crossEntropyStandardError").asDouble() > 0, found::toString);
    String kept = Files.readString(run.resolve("config.yaml"));
    assertTrue(kept.contains(folder.resolve("data").toAbsolutePath().toString()), kept);
    assertTrue(Files.exists(run.resolve("report.html")));
    assertEquals(
        found.get("best"),
        CommandRun.of("search", "--run", run.toString(), "--resume", "--json").json().get("best"));
    assertEquals(0, CommandRun.of("report", run.toString()).exitCode());
  }

  @Test
  void the_best_network_is_that_of_least_cross_entropy_unless_accuracy_is_asked_for()
      throws IOException {
    assertBestBy("crossEntropy", -1, search().json());
    Files.writeString(config, Files.readString(config) + "  objectives: [accuracy]\n");
    run = folder.resolve("by-accuracy");
    assertBestBy("accuracy", 1, search().json());
  }

  /** Checks that no trial within the limit is better than the one found. */
  private void assertBestBy(String measure, int sign, JsonNode found) {
    double best = sign * found.at("/best/" + measure).asDouble();
    try (RunDirectory directory = RunDirectory.open(run)) {
      double most =
          directory.trials().all().stream()
              .filter(trial -> trial.state() instanceof TrialState.Done)
              .mapToDouble(trial -> sign * trial.score(measure).orElseThrow())
              .max()
              .orElseThrow();
      assertEquals(most, best, 0);
    }
  }

  @Test
  void the_best_network_is_left_with_its_weights_to_be_trained_further() throws IOException {
    JsonNode found = search("--set", "supernet.scored-images=all").json();
    Bundle bundle = new Bundle(run.resolve("best"));
    assertTrue(bundle.exists());
    YamlNode network = YamlNode.read(bundle.provenance()).required("network");
    assertEquals(
        found.at("/best/accuracy").asDouble(), network.required("validationTop1").asDouble(0, 1));
    assertTrue(network.required("parityError").asDouble(0, 1) <= 1e-4);
    assertTrue(network.optional("latencyMillis").isEmpty(), "a latency was made up");
    assertEquals(
        found.at("/best/madds").asLong(),
        CommandRun.of("cost", run.toString(), "--json").json().get("madds").asLong());
    Path tuned = folder.resolve("tuned");
    JsonNode trained =
        CommandRun.of(
                "train",
                run.toString(),
                "--weights",
                run.toString(),
                "--epochs=1",
                "--run=" + tuned,
                "--data=" + folder.resolve("data"),
                "--set=threads=1",
                "--set=training.batch-size=16",
                "--json")
            .json();
    assertTrue(trained.get("validationTop1").asDouble() >= 0, trained::toString);
    assertTrue(
        Files.readString(tuned.resolve("config.yaml")).contains(", from " + run),
        "the run does not say what it began with");
  }

  @Test
  void the_supernet_of_a_ranking_serves_a_search_that_says_no_more_than_where_it_is()
      throws IOException {
    Path other = folder.resolve("ranked");
    CommandRun.of("evaluate-ranking", ranking.toString(), "--run", other.toString(), "--json")
        .json();
    Path spaceFile = folder.resolve("operators.yaml");
    Files.writeString(
        config,
        "space: %s\nsupernet: {from: %s}\n".formatted(spaceFile, other)
            + SEARCH.formatted(MOST_MADDS));
    JsonNode found = search().json();
    assertTrue(found.get("evaluations").asInt() > 1, found::toString);
    try (RunDirectory directory = RunDirectory.open(run)) {
      assertTrue(
          new RunCheckpoints(directory.checkpoints(), "supernet").latest().isEmpty(),
          "something was trained");
    }
  }

  @Test
  void a_joint_score_adds_activation_codes_to_the_cross_entropy() throws IOException {
    String objectives = "search.objectives=[jointScore]";
    JsonNode found = search("--set", objectives).json();
    assertBestBy("jointScore", 1, found);
    assertTrue(found.at("/best/jointScoreStandardError").asDouble() > 0, found::toString);
    assertTrue(found.at("/best/crossEntropy").asDouble() > 0, found::toString);
    assertTrue(found.at("/best/accuracy").asDouble() > 0, found::toString);
    List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
    assertEquals(found.get("best"), search("--resume", "--set", objectives).json().get("best"));
    assertEquals(journal, Files.readAllLines(run.resolve("journal.jsonl")));
  }

  @Test
  void a_supernet_trained_otherwise_is_refused_by_the_first_difference() {
    Path other = folder.resolve("ranked");
    CommandRun.of("evaluate-ranking", ranking.toString(), "--run", other.toString(), "--json")
        .json();
    String from = "supernet.from=" + other;
    assertRefused(
        "was trained with supernet.recipe.momentum=0.9, not 0.8",
        "--set",
        from,
        "--set",
        "supernet.recipe.momentum=0.8");
    assertRefused("was trained with seed=1, not 2", "--set", from, "--set", "seed=2");
    assertTrue(Files.notExists(run), "a run was made");
    assertEquals(0, search("--set", from, "--set", "supernet.scored-images=4").exitCode());
  }

  @Test
  void an_option_says_how_long_the_supernet_is_trained() throws IOException {
    assertEquals(0, search("--budget-minutes", "0.02").exitCode());
    YamlNode kept = YamlNode.read(run.resolve("config.yaml"));
    assertEquals(0.02, kept.required("supernet").required("budget-minutes").asDouble(0, 1));
  }

  @Test
  void what_cannot_be_searched_is_refused_before_a_run_is_made() {
    assertRefused("is no run", "--set", "supernet.from=" + folder);
    assertRefused("did you mean 'budget-minutes'?", "--set", "supernet.budget-minute=1");
    assertRefused("calibration-images: there are", "--set", "supernet.calibration-images=4000");
    assertRefused("all slices of the largest", "--set", "supernet.largest-first=0.2");
    assertRefused("from 1 to 1", "--set", "search.threads=2");
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void a_wrong_value_is_named_with_its_place_in_the_file() throws IOException {
    Files.writeString(config, Files.readString(config).replace("0.01", "many"));
    assertRefused("search.yaml:");
  }

  private void assertRefused(String reason, String... more) {
    String line = search(more).refusal();
    assertTrue(line.contains(reason), line);
  }
}
