package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.TinyRun;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.results.Journal;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again ends as the unbroken run with the same measured values does.
 *
 * <p>Each kill has its stage. A process is stopped at a moment drawn by seed once it has come
 * further in that stage; if it is still within the stage it is killed there, or goes on to be
 * killed within its next write, which the end of the stage would be at the latest. If the stage was
 * over, the run is put back to what it was and tried again with a nearer moment.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed in mid-write by prlimit")
class KilledRunTests {
  private static final List<String> STAGES =
      List.of(
          "latency table",
          "budget",
          "supernet",
          "search",
          "netadapt",
          "fine-tuning",
          "baseline width",
          "baseline",
          "comparison",
          "bundle");

  /** The search's number among the stages. */
  static final int SEARCH = STAGES.indexOf("search");

  /** Stages to be killed in, in order; every second kill is within a write. */
  private static final List<String> OWN_TABLE_KILLS =
      List.of(
          "latency table",
          "latency table",
          "latency table",
          "latency table",
          "supernet",
          "supernet",
          "search",
          "search",
          "fine-tuning",
          "baseline width");

  private static final List<String> NETADAPT_KILLS =
      List.of(
          "supernet",
          "search",
          "search",
          "netadapt",
          "netadapt",
          "netadapt",
          "fine-tuning",
          "fine-tuning",
          "baseline",
          "comparison");

  private static final int ATTEMPTS = 8;
  private static final int MOST_PROGRESS = 6;
  private static final int MOST_MILLIS = 20;
  private static final int MOST_BYTES = 60;

  private static final List<String> SETTINGS =
      List.of(
          "training.averaging=0.9",
          "training.distillation={weight: 0.5, temperature: 2}",
          "supernet.largest-subnet=true",
          "supernet.length=30 steps",
          "fine-tuning.length=0.01 minutes");

  /** The steps of finalists, and of proposals that are stopped half-way. */
  private static final List<Long> HALF = List.of(1L, 2L);

  /** The steps of other proposals. */
  private static final List<Long> WHOLE = List.of(1L, 2L, 3L, 4L);

  /** A table measured in several batches, under a budget that every network meets. */
  private static final List<String> OWN_TABLE =
      List.of(
          "seed=3",
          "latency.budget-millis=1000",
          "latency.table-protocol={covers-per-block: 1, passes: 8, visits: 2, warm-up-runs: 1,"
              + " profiled-runs: 1, calibration-networks: 8, calibration-timing: {sessions: 4,"
              + " visits: 2, warm-up-runs: 1, timed-runs: 1}}",
          "search.least-share=0");

  private final List<String> kills = new ArrayList<>();
  private int tornLines;
  private int finishedTrialsAtKills;

  @TempDir private Path folder;

  @Test
  void a_killed_run_ends_as_the_unbroken_run_with_the_same_journal_does() throws Exception {
    TinyRun tiny = TinyRun.in(folder);
    Path measuring = folder.resolve("measuring.yaml");
    Files.writeString(
        measuring, Files.readString(tiny.config()).replaceFirst("(?m)^ *table: .*\\R", ""));
    Path own = folder.resolve("own");
    killAndFinish(measuring, own, options(OWN_TABLE), OWN_TABLE_KILLS);
    SortedMap<String, String> contents = requireSameAsUnbroken(measuring, own);
    assertTrue(
        contents.keySet().stream().anyMatch(key -> key.startsWith("journal latency/table/")),
        "the run measured no table");

    Path shrunk = folder.resolve("shrunk");
    List<String> tight =
        List.of(
            "seed=4",
            "search.head-room=100",
            "latency.budget-millis=" + tightMillis(tiny),
            "threads=2",
            "netadapt.workers=2",
            "netadapt.fine-tune-steps=4",
            "netadapt.early-stop={share: 0.5, margin: 0.1}");
    killAndFinish(tiny.config(), shrunk, options(tight), NETADAPT_KILLS);
    contents = requireSameAsUnbroken(tiny.config(), shrunk);
    assertTrue(contents.containsKey("journal netadapt/step-1"), "NetAdapt made no step");

    assertEquals(20, kills.size());
    assertTrue(
        kills.containsAll(
            List.of("latency table", "supernet", "search", "netadapt", "fine-tuning")),
        kills::toString);
    assertTrue(tornLines >= 1, "no kill within a line of the journal");
    assertTrue(finishedTrialsAtKills >= 1, "no kill in a search that had finished a trial");
  }

  /** What a run is told beside its configuration: to need every kind of state and of timing. */
  private static List<String> options(List<String> more) {
    List<String> options = new ArrayList<>();
    for (List<String> settings : List.of(SETTINGS, more)) {
      settings.forEach(setting -> options.addAll(List.of("--set", setting)));
    }
    return options;
  }

  /** Kills a run once in each of the stages named, in order, and brings it to its end. */
  private void killAndFinish(Path config, Path run, List<String> options, List<String> stages)
      throws Exception {
    for (String stage : stages) {
      kill(config, run, options, stage);
      new TrialHistory(run.resolve("trials.sqlite")).begin();
    }
    RunProcess.start(config, run, options).awaitSuccess();
    assertEquals(STAGES, RunProcess.stageNames(run));
  }

  /** Goes on with a run and kills it within a stage. */
  private void kill(Path config, Path run, List<String> options, String stage) throws Exception {
    int number = STAGES.indexOf(stage);
    boolean inWrite = kills.size() % 2 == 1;
    Snapshot before = Snapshot.of(run);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      RandomGenerator random = Seeds.of(kills.size(), "kill", attempt);
      RunProcess process = RunProcess.start(config, run, options);
      // A stage that has little left to do is killed in before it does it.
      int least = attempt < ATTEMPTS - 2 ? 1 : 0;
      int more = random.nextInt(Math.max(1, MOST_PROGRESS >> attempt / 2));
      if (process.awaitProgress(number, least + more)
          && process.passes(random.nextInt(MOST_MILLIS >> attempt / 2))) {
        process.stop();
        if (RunProcess.stages(run) == number) {
          int finished = number == SEARCH ? RunProcess.finishedTrials(run) : 0;
          assertTrue(
              inWrite ? process.killInWrite(1 + random.nextInt(MOST_BYTES)) : process.kill());
          assertEquals(number, RunProcess.stages(run));
          tornLines += RunProcess.torn(run) ? 1 : 0;
          finishedTrialsAtKills += finished;
          kills.add(stage);
          return;
        }
      }
      process.requireNoFailure();
      process.kill();
      before.restore();
    }
    throw new AssertionError(
        "%s is over before it can be killed, after %s".formatted(stage, kills));
  }

  private SortedMap<String, String> requireSameAsUnbroken(Path config, Path killed)
      throws Exception {
    Path unbroken = killed.resolveSibling(killed.getFileName() + "-unbroken");
    Files.createDirectories(unbroken);
    Files.copy(killed.resolve("config.yaml"), unbroken.resolve("config.yaml"));
    try (Journal journal = Journal.open(unbroken.resolve("journal.jsonl"))) {
      RunContents.measured(killed).forEach(journal::record);
    }
    RunProcess.start(config, unbroken, List.of()).awaitSuccess();
    SortedMap<String, String> contents = RunContents.of(killed);
    assertEquals(lines(RunContents.of(unbroken)), lines(contents));
    assertTrue(Files.size(killed.resolve("report.html")) > 0);
    new TrialHistory(killed.resolve("trials.sqlite")).requireEachEvaluatedOnce();
    requireNothingBegunAgain(killed);
    return contents;
  }

  /**
   * Requires that each training went on from its last checkpoint, that none was made again once it
   * had ended, and that short ones left nothing.
   */
  private static void requireNothingBegunAgain(Path run) throws IOException {
    SortedMap<String, List<Long>> steps = RunContents.checkpointedSteps(run);
    for (String training : List.of("supernet", "fine-tuning", "baseline")) {
      List<Long> saved = steps.get(training);
      // How many steps fine-tuning has is timed.
      int least = training.equals("fine-tuning") ? 1 : 3;
      assertTrue(saved.size() >= least, training + " was saved at " + saved);
      assertEquals(saved.stream().distinct().sorted().toList(), saved, training);
    }
    List<String> shortTrainings = steps.keySet().stream().filter(KilledRunTests::isShort).toList();
    assertTrue(shortTrainings.contains(Finalists.NAME + 1), shortTrainings::toString);
    for (String name : shortTrainings) {
      List<Long> saved = steps.get(name);
      if (name.startsWith(Finalists.NAME)) {
        assertEquals(HALF, saved, name);
      } else {
        // Proposals of NetAdapt that cannot win are stopped half-way.
        assertTrue(List.of(HALF, WHOLE).contains(saved), name + " was saved at " + saved);
      }
    }
    steps.forEach((name, saved) -> assertEquals(saved.stream().sorted().toList(), saved, name));
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      assertEquals(
          List.of(),
          files
              .map(file -> file.getFileName().toString())
              .filter(KilledRunTests::isShort)
              .toList());
    }
  }

  private static boolean isShort(String training) {
    return training.startsWith(Finalists.NAME) || training.startsWith(ProposalTuning.NAME);
  }

  private static String lines(SortedMap<String, String> contents) {
    StringBuilder lines = new StringBuilder();
    contents.forEach((name, value) -> lines.append(name).append(": ").append(value).append('\n'));
    return lines.toString();
  }

  /** A budget so close to the fastest network that NetAdapt has work to do. */
  private double tightMillis(TinyRun tiny) throws IOException {
    SearchSpace space = SearchSpace.parse(YamlNode.read(folder.resolve("space.yaml")));
    LayerGraph fastest = LayerGraph.of(space.decode(space.smallest()));
    return 1.3 * new TableLatencyModel(LatencyTables.read(tiny.table())).predict(fastest).millis();
  }
}
