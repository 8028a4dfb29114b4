package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunOptionsTests {
  private static final String ADVICE =
      "; give the same configuration and --set with --resume, or none";

  private static final String QUICK_TABLE =
      "  table-protocol: {covers-per-block: 1, passes: 1, visits: 1, warm-up-runs: 1,"
          + " profiled-runs: 1, calibration-networks: 2, calibration-timing:"
          + " {sessions: 1, visits: 1, warm-up-runs: 1, timed-runs: 1}}\n";

  @TempDir private Path folder;
  private Path config;
  private Path run;
  private TinyRun tiny;

  @BeforeEach
  void writeAConfiguration() {
    tiny = TinyRun.in(folder);
    config = tiny.config();
    run = folder.resolve("run");
  }

  @Test
  void batches_of_more_images_than_there_are_are_refused_before_a_run_is_made() {
    for (String key : List.of("supernet.calibration-images", "fine-tuning.recipe.batch-size")) {
      String refusal =
          CommandRun.of(
                  "search", config.toString(), "--run", run.toString(), "--set", key + "=60000")
              .refusal();
      assertTrue(
          refusal.matches(
              "hwnas: "
                  + key
                  + ": there are \\d+ training images, you asked for 60000; give at most \\d+"),
          refusal);
      assertFalse(Files.exists(run), "a run is left");
    }
  }

  @Test
  void an_edited_configuration_is_not_resumed_with() throws IOException {
    start();
    edit("population: 6", "population: 8");
    assertEquals(
        "hwnas: " + run + " was started with search.population=6, not 8" + ADVICE,
        resume().refusal());
  }

  @Test
  void a_key_taken_out_of_the_configuration_is_not_passed_over() throws IOException {
    start();
    edit("checkpoint-seconds: 0\n", "");
    assertEquals(
        "hwnas: " + run + " was started with checkpoint-seconds=0, not 20" + ADVICE,
        resume().refusal());
  }

  @Test
  void an_edited_space_file_is_not_resumed_with() throws IOException {
    start();
    Path space = folder.resolve("space.yaml");
    Files.writeString(
        space, Files.readString(space).replace("convolution: [32, 64]", "convolution: [32]"));
    assertEquals(
        "hwnas: " + run + " was started with space.head.convolution=[32, 64], not [32]" + ADVICE,
        resume().refusal());
  }

  @Test
  void another_override_is_not_resumed_with() {
    start("seed=3");
    assertEquals(
        "hwnas: " + run + " was started with seed=3, not 4" + ADVICE,
        resume("--set", "seed=4").refusal());
    assertEquals("hwnas: " + run + " was started with seed=3, not 1" + ADVICE, resume().refusal());
    assertEquals(
        "hwnas: " + run + " was started with seed=3, not 5" + ADVICE,
        CommandRun.of("quickstart", "--run", run.toString(), "--resume", "--seed", "5").refusal());
  }

  @Test
  void a_run_of_another_number_of_processors_keeps_its_threads() throws IOException {
    start("threads=7");
    edit("threads: 1\n", "");
    assertEquals(
        "hwnas: " + run + " was started with seed=1, not 9" + ADVICE,
        resume("--set", "seed=9").refusal());
  }

  @Test
  void a_configuration_is_needed_but_to_go_on() {
    assertEquals(
        "hwnas: name a CONFIG; only a run that is resumed needs none; see hwnas search --help",
        CommandRun.of("search", "--run", run.toString()).refusal());
    assertEquals(
        "hwnas: " + run + ": there is no such folder; give the folder of a run",
        CommandRun.of("search", "--run", run.toString(), "--resume").refusal());
  }

  @Test
  void a_table_of_another_machine_is_refused_before_a_run_is_made() {
    for (List<String> command :
        List.of(
            List.of("search", config.toString(), "--set", "latency.accept-foreign-table=false"),
            List.of(
                "netadapt",
                tiny.largest().toString(),
                "--weights=" + tiny.weights(),
                "--data=" + folder.resolve("data"),
                "--table=" + tiny.table(),
                "--budget-millis=" + tiny.budgetMillis()))) {
      String refusal = run(command.stream(), "--run", run.toString()).refusal();
      assertTrue(refusal.contains("table.yaml was measured on something else: cpu"), refusal);
      assertTrue(refusal.endsWith("--accept-foreign-table"), refusal);
      assertFalse(Files.exists(run), command.get(0) + " made a run");
    }
  }

  @Test
  void a_budget_below_the_fastest_network_is_refused_with_both_figures_before_a_run_is_made() {
    String refusal =
        CommandRun.of(
                "search",
                config.toString(),
                "--run",
                run.toString(),
                "--set",
                "latency.budget-millis=0.0001")
            .refusal();
    assertTrue(
        refusal.matches(
            "hwnas: no network of the space tiny is within latency.budget-millis: fastest is"
                + " 0[.][0-9]+ ms, you asked for 0.0001 ms [(]slowest is 0[.][0-9]+ ms; the fastest has"
                + " .*kernel 3, .*[)]"),
        refusal);
    assertFalse(Files.exists(run));
  }

  @Test
  void a_table_that_lacks_blocks_of_the_space_is_refused_before_a_run_is_made() throws IOException {
    LatencyTable table = LatencyTables.read(tiny.table());
    SortedMap<String, LatencyEntry> entries = new TreeMap<>(table.entries());
    String lost =
        LayerGraph.of(Architectures.read(YamlNode.read(tiny.largest()))).blocks().get(1).key();
    entries.remove(lost);
    LatencyTables.write(tiny.table(), table.withEntries(entries));
    assertEquals(
        "hwnas: "
            + tiny.table()
            + ": lacks 1 blocks of the space tiny, the first '"
            + lost
            + "'; measure a table of this space with 'hwnas profile', or leave latency.table out",
        CommandRun.of("search", config.toString(), "--run", run.toString()).refusal());
    assertFalse(Files.exists(run));
  }

  @Test
  void a_measured_table_outlives_the_budget_that_it_refuses() throws IOException {
    edit("  table: " + tiny.table() + "\n", QUICK_TABLE);
    String[] search = {
      "search", config.toString(), "--run", run.toString(), "--set=latency.budget-millis=1e-6"
    };
    CommandRun refused = CommandRun.of(search);
    assertEquals(2, refused.exitCode(), refused.err());
    Path table = run.resolve("latency-table.yaml");
    String refusal = refused.err().lines().reduce("", (first, second) -> second);
    assertTrue(
        refusal.matches("hwnas: no network of the space tiny is within .*: fastest is 0[.].*"),
        refusal);
    assertTrue(
        refusal.endsWith(
            "; the measured table is kept: start another --run with a larger budget and"
                + " --set latency.table="
                + table),
        refusal);
    try (Stream<Path> left = Files.list(run)) {
      assertEquals(List.of(table), left.toList());
    }
    String again =
        CommandRun.of(
                "search",
                config.toString(),
                "--run=" + folder.resolve("other"),
                "--set=latency.budget-millis=1e-6",
                "--set=latency.table=" + table)
            .refusal();
    assertEquals(refusal.substring(0, refusal.indexOf("; the measured")), again);
  }

  /** Makes the folder of a run as it is when the run has only begun. */
  private void start(String... overrides) {
    RunConfig resolved =
        RunConfig.of(ConfigSource.defaults().with(config).with(List.of(overrides)));
    RunDirectory.create(run, resolved.yaml()).close();
  }

  private void edit(String before, String after) throws IOException {
    String text = Files.readString(config);
    assertTrue(text.contains(before), text);
    Files.writeString(config, text.replace(before, after));
  }

  private CommandRun resume(String... more) {
    return run(Stream.of("search", config.toString(), "--run", run.toString(), "--resume"), more);
  }

  private static CommandRun run(Stream<String> command, String... more) {
    return CommandRun.of(Stream.concat(command, Arrays.stream(more)).toArray(String[]::new));
  }
}
