package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictedSearchTests {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final Path OFA = Path.of("..", "configs", "ofa-note10.yaml");

  private static final String CONFIG =
      """
      space:
        name: toy
        input: {channels: 3, resolution: 16}
        batch-norm: {epsilon: 0.001, momentum: 0.01}
        padding: symmetric
        stem: {kernel: 3, stride: 1, width: 8, nonlinearity: relu}
        stages:
          - {depth: 2, width: 16, stride: 2, decisions: per-block, kernel: [3, 5, 7], expansion-ratio: [2, 4, 6], squeeze-excite: false, nonlinearity: relu}
          - {depth: 1, width: 24, stride: 2, decisions: per-block, kernel: [3, 5, 7], expansion-ratio: [2, 4, 6], squeeze-excite: false, nonlinearity: relu}
        head: {convolution: 32, hidden: none, nonlinearity: relu, dropout: 0, classes: 10}
      search:
        algorithm: genetic
        evaluations: 300
        seed: 1
        evaluator: predictor
        predictor: {file: %s, encoding: one-hot}
        objectives: [accuracy, madds]
      """;

  @TempDir Path folder;
  private Path config;

  /** A predictor that likes every second and every third choice. */
  @BeforeEach
  void write() throws IOException {
    float[] weights = new float[18];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.01f * (i % 3) * (1 + i / 3);
    }
    Path predictor = folder.resolve("predictor.safetensors");
    Safetensors.write(
        predictor,
        Weights.of(
            Map.of(
                "0.weight", new FloatTensor(List.of(1, 18), weights),
                "0.bias", new FloatTensor(List.of(1), new float[] {0.2f}))),
        Map.of());
    config = folder.resolve("config.yaml");
    Files.writeString(config, CONFIG.formatted(predictor));
  }

  private CommandRun search(String... more) {
    List<String> arguments = new ArrayList<>(List.of("search", config.toString(), "--json"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void a_predictor_alone_is_enough_to_search() {
    JsonNode found = search().json();
    // The perceptron is linear: the best has the last choice everywhere.
    assertEquals(0.2 + 0.02 * (1 + 2 + 3 + 4 + 5 + 6), found.at("/best/accuracy").asDouble(), 1e-6);
    assertEquals("7", found.at("/best/decisions").path("s0.b0.kernel").asText());
    assertTrue(found.get("evaluations").asInt() <= 300);
    assertTrue(found.get("seconds").asDouble() > 0);
    assertEquals(without(found), without(search("--set", "search.threads=3").json()));
  }

  @Test
  void a_run_does_not_go_on_with_another_predictor() throws IOException {
    String run = "--run=" + folder.resolve("run");
    search(run).json();
    Path predictor = folder.resolve("predictor.safetensors");
    Weights weights = Safetensors.read(predictor).weights();
    Safetensors.write(predictor, weights, Map.of("note", "written again"));
    String message = search(run, "--resume").refusal();
    assertTrue(message.contains("predictor.safetensors, which says the accuracy of"), message);
    assertTrue(message.contains("has changed since"), message);
  }

  private static ObjectNode without(JsonNode found) {
    return ((ObjectNode) found.deepCopy()).without("seconds");
  }

  @Test
  void constraints_hold_and_every_algorithm_keeps_them() {
    long most = 1_000_000;
    for (String algorithm :
        List.of(
            "nsga2",
            "genetic",
            "ppo",
            "reinforce",
            "predictor-guided",
            "regularized-evolution",
            "local-search",
            "random")) {
      JsonNode found =
          search(
                  "--set",
                  "search.algorithm=" + algorithm,
                  "--set",
                  "search.evaluations=60",
                  "--set",
                  "search.constraints={madds: " + most + ", params: 20000}")
              .json();
      for (JsonNode network : found.get("front")) {
        assertTrue(network.get("madds").asLong() <= most);
        assertTrue(network.get("params").asLong() <= 20_000);
      }
    }
  }

  @Test
  void a_run_keeps_its_trials_and_writes_them_as_a_table() throws IOException {
    Path run = folder.resolve("run");
    JsonNode kept = search("--run", run.toString()).json();
    assertEquals(without(search().json()), without(kept));
    List<String> lines = Files.readAllLines(run.resolve("results.csv"));
    assertEquals("trial,stage,state,accuracy,madds,seconds,seed,decisions,reason", lines.get(0));
    assertEquals(kept.get("evaluations").asInt(), lines.size() - 1);
    assertEquals(without(kept), without(search("--run", run.toString(), "--resume").json()));
  }

  @Test
  void a_trial_of_a_run_is_found_by_its_number() throws IOException {
    Path run = folder.resolve("run");
    search("--run", run.toString(), "--set", "search.evaluations=40").json();
    String[] cells = Files.readAllLines(run.resolve("results.csv")).get(7).split(",");
    JsonNode cost = CommandRun.of("cost", run + "#" + cells[0], "--json").json();
    assertEquals(Double.parseDouble(cells[4]), cost.at("/madds").asDouble());
    String none = CommandRun.of("cost", run + "#41").refusal();
    assertTrue(none.contains("has no trial 41"), none);
  }

  @Test
  void a_run_keeps_the_space_of_a_file_that_changes_later() throws IOException {
    Path space = spaceOfAFile();
    String original = Files.readString(space);
    Path run = folder.resolve("run");
    search("--run", run.toString(), "--set", "search.evaluations=40").json();
    JsonNode before = CommandRun.of("cost", run + "#7", "--json").json();
    Files.writeString(space, original.replace("width: 24", "width: 32"));
    assertEquals(before, CommandRun.of("cost", run + "#7", "--json").json());
    String other =
        search("--run", run.toString(), "--resume", "--set", "search.evaluations=40").refusal();
    assertTrue(other.contains("was started with space."), other);
    assertEquals(
        0, CommandRun.of("search", "--run", run.toString(), "--resume", "--json").exitCode());
  }

  /** Earlier versions left the file's name in the run's configuration. */
  @Test
  void a_run_of_an_earlier_version_goes_on() throws IOException {
    Path space = spaceOfAFile();
    Path run = folder.resolve("run");
    JsonNode found = search("--run", run.toString()).json();
    Files.copy(config, run.resolve("config.yaml"), StandardCopyOption.REPLACE_EXISTING);
    assertTrue(Files.readString(run.resolve("config.yaml")).contains("space: " + space));
    assertEquals(without(found), without(search("--run", run.toString(), "--resume").json()));
    assertEquals(0, CommandRun.of("cost", run + "#7").exitCode());
  }

  /** Moves the configuration's space into a file of its own. */
  private Path spaceOfAFile() throws IOException {
    String text = Files.readString(config);
    int search = text.indexOf("search:");
    Path space = folder.resolve("toy.yaml");
    Files.writeString(space, text.substring("space:\n".length(), search).replaceAll("(?m)^  ", ""));
    Files.writeString(config, "space: " + space + "\n" + text.substring(search));
    return space;
  }

  @Test
  void a_run_leaves_a_report_with_random_search_beside_it_that_can_be_drawn_again()
      throws IOException {
    Path run = folder.resolve("run");
    search("--run", run.toString(), "--set", "search.evaluations=60").json();
    String report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("random search with as much, run for comparison"), "random search");
    assertTrue(report.contains("What the good networks have in common"), "choices");
    assertTrue(report.contains("accuracy as predictor.safetensors predicts it"), "source");
    assertTrue(report.contains("Accuracy against multiply-adds"), "axis");
    assertTrue(report.contains("\"hasVolume\":true"), "hypervolume");
    Files.delete(run.resolve("report.html"));
    assertEquals(0, CommandRun.of("report", run.toString()).exitCode());
    assertEquals(report, Files.readString(run.resolve("report.html")));
  }

  /** Every network within the limit on accuracy but the last few is beyond random search. */
  @Test
  void a_search_succeeds_where_random_search_finds_no_network_within_the_limits()
      throws IOException {
    Path run = folder.resolve("run");
    JsonNode found =
        search(
                "--run",
                run.toString(),
                "--set",
                "search.evaluations=100",
                "--set",
                "search.constraints={accuracy: 0.615}")
            .json();
    assertTrue(found.at("/best/accuracy").asDouble() >= 0.615);
    String report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("run for comparison, found no such network"), "random search");
  }

  @Test
  void a_limit_on_accuracy_that_no_network_meets_leaves_trials_and_report_and_is_named()
      throws IOException {
    Path run = folder.resolve("run");
    String limit = "search.constraints={accuracy: 0.99}";
    CommandRun hopeless = search("--run", run.toString(), "--set", limit);
    assertEquals(2, hopeless.exitCode());
    String line = hopeless.err();
    assertTrue(line.contains("is within search.constraints.accuracy; the nearest has"), line);
    String table = Files.readString(run.resolve("results.csv"));
    assertTrue(table.contains("INFEASIBLE"), table);
    assertTrue(table.contains("bound 0.99"), table);
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void a_reward_that_cost_outweighs_finds_the_least_costly_network() {
    JsonNode found =
        search("--set", "search.reward={form: soft, cost: madds, target: 500000, exponent: -20}")
            .json();
    assertEquals(259_904, found.at("/best/madds").asLong());
  }

  @Test
  void peak_memory_can_be_searched_for_and_limited() {
    JsonNode least = search("--set", "search.objectives=[peakBytes]").json();
    long bytes = least.at("/best/peakBytes").asLong();
    assertTrue(bytes > 0, least::toString);
    JsonNode found = search("--set", "search.constraints={peakBytes: " + bytes + "}").json();
    assertEquals(bytes, found.at("/best/peakBytes").asLong());
  }

  @Test
  void an_asynchronous_search_evaluates_as_many_networks() {
    JsonNode found =
        search(
                "--set",
                "search.algorithm=regularized-evolution",
                "--set",
                "search.asynchronous=true",
                "--set",
                "search.threads=2",
                "--set",
                "search.evaluations=50")
            .json();
    assertEquals(50, found.get("evaluations").asInt());
  }

  @Test
  void a_predictor_fitted_to_few_trials_says_how_well_it_ranks() throws IOException {
    Path run = folder.resolve("run");
    String evaluations = "search.evaluations=60";
    JsonNode found = search("--run", run.toString(), "--set", evaluations).json();
    double tau = found.get("fittedPredictorKendallTau").asDouble();
    assertTrue(tau > 0 && tau <= 1, found::toString);
    String shown = String.format(Locale.ROOT, "%.3f", tau);
    String text = CommandRun.of("search", config.toString(), "--set", evaluations).out();
    assertTrue(text.contains("left out of the fit with Kendall's τ " + shown), text);
    assertTrue(Files.readString(run.resolve("report.html")).contains(shown));
  }

  @Test
  void a_search_that_does_not_measure_accuracy_leaves_a_report() {
    Path run = folder.resolve("run");
    JsonNode found = search("--run", run.toString(), "--set", "search.objectives=[madds]").json();
    assertEquals(259_904, found.at("/best/madds").asLong());
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void a_limit_that_no_network_meets_leaves_no_run_behind() {
    Path run = folder.resolve("run");
    String limit = "search.constraints={madds: 1}";
    String line = search("--run", run.toString(), "--set", limit).refusal();
    assertTrue(line.contains("least is 259,904"), line);
    assertFalse(Files.exists(run));
    search("--run", run.toString(), "--set", "search.constraints={madds: 300000}").json();
  }

  @Test
  void a_built_in_space_is_searched_at_resolutions_of_ones_own() {
    refused("space={built-in: ofa-mobilnet-v3-1.2}", "did you mean 'ofa-mobilenet-v3-1.2'?");
    refused("space={built-in: ofa-mobilenet-v3-1.2, resolution: [224, 160]}", "least to greatest");
    refused(
        "space={built-in: ofa-mobilenet-v3-1.2, resolutions: 224}", "did you mean 'resolution'?");
  }

  @Test
  void what_is_wrong_is_said_in_one_line_that_names_it() throws IOException {
    refused("search.algorithm=genetics", "did you mean 'genetic'?");
    refused("search.objectives=[acuracy]", "did you mean 'accuracy'?");
    refused("search.constraints={parms: 5}", "did you mean 'params'?");
    refused("search.population=0", "population");
    refused("search.budget-millis=5", "a budget needs a table");
    refused("search.predictor.encoding=once-for-all", "the space toy has resolution 16");
    refused("search.predictor.file=missing.safetensors", "missing.safetensors");
    refused("search.generations=5", "generations");
    refused("search.asynchronous=true", "only the algorithm regularized-evolution");
    refused(
        "search.constraints={madds: 1}",
        "within search.constraints.madds: least is 259,904, you asked for 1");
    refused("search.constraints={accuracy: 0.1, madds: 100}", "madds");
    refused("search.constraints={accuracy: 2}", "must be a number from 0");
    CommandRun hopeless = search("--set", "search.constraints={accuracy: 0.99}");
    assertEquals(2, hopeless.exitCode());
    assertTrue(
        hopeless
            .err()
            .contains("is within search.constraints.accuracy; the nearest has accuracy 0.62"),
        hopeless.err());
    refused("search.objectives=[madds, madds]", "the objective 'madds' is given twice");
    refused("search.tables={latency: t.yaml}", "must end in Millis");
    Path benchmark = folder.resolve("benchmark.json");
    Files.writeString(
        benchmark, "{\"000\": {\"mean_acc\": 90, \"std\": 1, \"params\": 1, \"flops\": 1}}");
    CommandRun run =
        search(
            "--set",
            "search.evaluator=benchmark",
            "--set",
            "search.benchmark={file: " + benchmark + "}");
    assertTrue(run.refusal().contains("of the space toy among its 1;"), run.err());
    assertFalse(run.err().contains("in a row"), run.err());
  }

  @Test
  void a_misspelt_or_missing_evaluator_is_named() throws IOException {
    String text = Files.readString(config);
    Files.writeString(config, text.replace("evaluator:", "evaluatr:"));
    String misspelt = search().refusal();
    assertTrue(misspelt.contains("'evaluatr'"), misspelt);
    assertTrue(misspelt.contains("did you mean 'evaluator'?"), misspelt);
    Files.writeString(config, text.replace("evaluator: predictor", ""));
    String missing = search().refusal();
    assertTrue(missing.contains("'evaluator'"), missing);
  }

  @Test
  void what_is_no_plain_file_is_refused_as_what_it_is() throws IOException {
    refused("search.predictor.file=" + folder, "is a folder, not a safetensors file");
    Path table = folder.resolve("160_lookup_table.yaml");
    Files.writeString(
        table, "Conv-input:160x160x3-output:80x80x24: {count: 5, mean: 0.1, std: 0.01}\n");
    refused(
        "search.tables={latencyMillis: " + table + "}",
        "or the folder of its tables, one a resolution");
    refused("space=ofa-mobilnet", "did you mean 'ofa-mobilenet");
  }

  @Test
  void what_a_search_without_training_has_no_use_for_is_refused() {
    for (List<String> option :
        List.of(
            List.of("--accept-foreign-table"),
            List.of("--data", "cifar-10"),
            List.of("--data-dir", "images"))) {
      String line = search(option.toArray(String[]::new)).refusal();
      assertTrue(line.contains(option.get(0) + " is of searches"), line);
    }
    refused(
        "search.reward={form: hard, cost: madds, target: 500000, exponent: -0.07}",
        "the hard form of a reward has no exponent");
    refused(
        "search.reward={form: hard, cost: accuracy, target: 0.5}", "'cost' must be one of madds");
  }

  /** As the configuration of a run that was started in another folder. */
  @Test
  void a_run_keeps_whole_paths_of_files_named_from_a_working_folder() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path predictor = here.relativize(folder.resolve("predictor.safetensors").toAbsolutePath());
    Path run = folder.resolve("run");
    String relative = "search.predictor.file=" + predictor;
    search("--run", run.toString(), "--set", relative).json();
    String kept = Files.readString(run.resolve("config.yaml"));
    assertTrue(kept.contains(folder.resolve("predictor.safetensors").toString()), kept);
    assertFalse(kept.contains(predictor.toString()), kept);
    search("--run", run.toString(), "--resume", "--set", relative).json();
  }

  @Test
  void a_benchmark_that_lacks_a_single_network_of_a_small_space_is_refused_by_its_key()
      throws IOException {
    Path benchmark = folder.resolve("benchmark.json");
    String[] benchmarks = {
      "search.evaluator=benchmark", "search.benchmark={file: " + benchmark + "}"
    };
    Files.writeString(benchmark, benchmarkWithout(""));
    assertEquals(0, search("--set", benchmarks[0], "--set", benchmarks[1]).exitCode());
    Files.writeString(benchmark, benchmarkWithout("012012"));
    String line = search("--set", benchmarks[0], "--set", benchmarks[1]).refusal();
    assertTrue(line.contains("benchmark.json: has no network '012012'"), line);
  }

  private static String benchmarkWithout(String lacking) {
    ObjectNode entries = new ObjectMapper().createObjectNode();
    for (int number = 0; number < 729; number++) {
      String key = "%6s".formatted(Integer.toString(number, 3)).replace(' ', '0');
      if (!key.equals(lacking)) {
        entries.putObject(key).put("mean_acc", 50 + number / 20.0).put("std", 1);
        ((ObjectNode) entries.get(key)).put("params", 1).put("flops", 1);
      }
    }
    return entries.toString();
  }

  @Test
  void a_published_benchmarks_space_is_searched_in_its_table() throws IOException {
    Path table = DATA.resolve("nas-bench-macro_cifar10.json");
    assumeTrue(Files.exists(table), "needs ../shared/data");
    Path macro = folder.resolve("macro.yaml");
    Files.writeString(
        macro,
        """
        space: nas-bench-macro
        search:
          algorithm: genetic
          evaluations: 300
          seed: 1
          evaluator: benchmark
          benchmark: {file: %s}
          constraints: {madds: 57602560}
        """
            .formatted(table));
    JsonNode found = CommandRun.of("search", macro.toString(), "--json").json();
    assertEquals(0.9257, found.at("/best/accuracy").asDouble(), 0.001);
  }

  private void refused(String override, String reason) {
    String line = search("--set", override).refusal();
    assertTrue(line.contains(reason), line);
  }

  @Test
  void once_for_alls_space_is_searched_for_a_phone_with_nothing_but_data_files() {
    assumeTrue(Files.exists(DATA.resolve("ofa/note10")), "needs ../shared/data");
    JsonNode found =
        onPhones(
                "search.tables.latencyMillis=" + DATA.resolve("ofa/note10"),
                "--set",
                "search.budget-millis=25",
                "--set",
                "search.evaluations=4000",
                "--set",
                "search.seed=1")
            .json();
    // Once-for-All's own finder ends at 0.817 on average.
    assertTrue(found.at("/best/accuracy").asDouble() > 0.81, found.get("best").toString());
    assertTrue(found.at("/best/latencyMillis").asDouble() <= 25);
    assertEquals(46, found.at("/best/decisions").size());
    assertEquals(4000, found.get("evaluations").asInt());
  }

  @Test
  void two_devices_are_searched_for_at_once_and_each_keeps_to_its_limit() {
    assumeTrue(Files.exists(DATA.resolve("ofa/note10")), "needs ../shared/data");
    Path note10 = DATA.resolve("ofa/note10");
    JsonNode found =
        onPhones(
                "search.tables={latencyMillis: %s, otherMillis: %s}".formatted(note10, note10),
                "--set",
                "search.constraints={otherMillis: 20}")
            .json();
    assertTrue(found.at("/best/otherMillis").asDouble() <= 20, found::toString);
    assertEquals(found.at("/best/latencyMillis"), found.at("/best/otherMillis"));
    assertTrue(found.at("/best/latencyMillisStandardError").asDouble() > 0, found::toString);
  }

  @Test
  void a_network_is_within_its_budget_with_the_confidence_asked_for() {
    assumeTrue(Files.exists(DATA.resolve("ofa/note10")), "needs ../shared/data");
    JsonNode best =
        onPhones(
                "search.tables={latencyMillis: %s}".formatted(DATA.resolve("ofa/note10")),
                "--set",
                "search.confidence=0.999")
            .json()
            .get("best");
    double error = best.get("latencyMillisStandardError").asDouble();
    assertTrue(best.get("latencyMillis").asDouble() + 3.09 * error <= 25, best::toString);
  }

  @Test
  void a_table_that_lacks_a_block_is_refused_by_its_name_before_a_run_is_made() throws IOException {
    assumeTrue(Files.exists(DATA.resolve("ofa/note10")), "needs ../shared/data");
    String whole = Files.readString(DATA.resolve("ofa/note10/160_lookup_table.yaml"));
    Path table = folder.resolve("160_lookup_table.yaml");
    Files.writeString(table, whole.replaceFirst("(?m)^Conv_1-.*\\n( .*\\n)+", ""));
    Path run = folder.resolve("run");
    String line =
        onPhones(
                "search.tables={latencyMillis: %s}".formatted(table),
                "--set",
                "space={built-in: ofa-mobilenet-v3-1.2, resolution: [160]}",
                "--run",
                run.toString())
            .refusal();
    assertTrue(line.contains("Conv_1-input:5x5x192-output:5x5x1152"), line);
    assertFalse(Files.exists(run));
  }

  private static CommandRun onPhones(String tables, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "search",
                OFA.toString(),
                "--json",
                "--set",
                "search.predictor.file=" + DATA.resolve("ofa/acc_predictor.safetensors"),
                "--set",
                tables,
                "--set",
                "search.evaluations=300"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
