package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.TinyRun;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.TrialState;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again ends as the unbroken run with the same measured values does.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed in mid-write by prlimit")
class KilledRunTests {
  private static final int KILLS = 20;
  private static final int STAGES = 10;

  private static final List<String> SETTINGS =
      List.of(
          "search.head-room=100",
          "training.averaging=0.9",
          "training.distillation={weight: 0.5, temperature: 2}",
          "supernet.largest-subnet=true",
          "fine-tuning.length=0.01 minutes");

  /** Kills so far: after how many stages, how many within a write, how many in a journal line. */
  private final List<Integer> kills = new ArrayList<>();

  private int withinWrites;
  private int tornLines;

  @TempDir private Path folder;

  @Test
  void a_killed_run_ends_as_the_unbroken_run_with_the_same_journal_does() throws Exception {
    Path config = TinyRun.in(folder).config();

    Path first = folder.resolve("first");
    finishKilling(config, first, options("seed=3"), KILLS / 2);
    requireSameAsUnbroken(config, first);

    Path second = folder.resolve("second");
    String tight = "latency.budget-millis=" + 1.3 * fastestMillis(first);
    finishKilling(config, second, options("seed=4", tight), KILLS - kills.size());
    SortedMap<String, String> contents = requireSameAsUnbroken(config, second);

    assertTrue(contents.containsKey("journal netadapt/step-1"), "NetAdapt made no step");
    Set<Integer> stages = new TreeSet<>(kills);
    assertEquals(KILLS, kills.size());
    assertTrue(stages.size() >= 6, "too few stages were hit: " + kills);
    assertTrue(withinWrites >= 2, withinWrites + " kills within a write");
    assertTrue(tornLines >= 1, "no kill within a line of the journal");
  }

  /** What a run is told beside its configuration: to need every kind of state and of timing. */
  private static List<String> options(String... more) {
    List<String> options = new ArrayList<>();
    for (String setting : SETTINGS) {
      options.addAll(List.of("--set", setting));
    }
    for (String setting : more) {
      options.addAll(List.of("--set", setting));
    }
    return options;
  }

  /** Kills a run at moments spread over its stages and brings it to its end. */
  private void finishKilling(Path config, Path run, List<String> options, int wanted)
      throws Exception {
    int before = kills.size();
    for (int attempt = 0; kills.size() < before + wanted; attempt++) {
      assertTrue(attempt < 5 * KILLS, "the run ends before it can be killed: " + kills);
      RandomGenerator random = Seeds.of(kills.size(), "kill", attempt);
      int stage = STAGES * (kills.size() - before) / wanted;
      boolean withinWrite = stage == 6 || (stage + before / wanted) % 2 == 1;
      int stagesAtFirst = RunProcess.stages(run);
      RunProcess process = RunProcess.start(config, run, options);
      boolean alive;
      if (stagesAtFirst == STAGES) {
        alive = process.passes(300 + random.nextInt(900));
      } else if (stagesAtFirst < stage) {
        alive = process.awaitStages(stage) && process.passes(random.nextInt(200));
      } else {
        alive = process.awaitWrites(1 + random.nextInt(4)) && process.passes(random.nextInt(20));
      }
      if (alive && (withinWrite ? killWithinWrite(process, random) : process.kill())) {
        kills.add(RunProcess.stages(run));
        tornLines += RunProcess.torn(run) ? 1 : 0;
      } else {
        process.awaitSuccess();
      }
    }
    RunProcess.start(config, run, options).awaitSuccess();
  }

  /** Kills in the write that takes a file beyond a size; false if the run ends first. */
  private boolean killWithinWrite(RunProcess process, RandomGenerator random) throws Exception {
    boolean killed = process.killBeyond(process.journalBytes() + 1 + random.nextInt(60));
    withinWrites += killed ? 1 : 0;
    return killed;
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
    requireNothingBegunAgain(killed);
    return contents;
  }

  /** Requires that each training went on from its last checkpoint, and none from its beginning. */
  private static void requireNothingBegunAgain(Path run) throws IOException {
    SortedMap<String, List<Long>> steps = RunContents.checkpointedSteps(run);
    for (String training : List.of("supernet", "fine-tuning", "baseline")) {
      assertTrue(steps.get(training).size() > 2, training + " was saved at " + steps.get(training));
    }
    steps.forEach((name, saved) -> assertEquals(saved.stream().sorted().toList(), saved, name));
  }

  private static String lines(SortedMap<String, String> contents) {
    StringBuilder lines = new StringBuilder();
    contents.forEach((name, value) -> lines.append(name).append(": ").append(value).append('\n'));
    return lines.toString();
  }

  private static double fastestMillis(Path run) throws IOException {
    try (RunDirectory directory = RunDirectory.open(run)) {
      return directory.trials().all().stream()
          .filter(trial -> trial.state() instanceof TrialState.Done)
          .mapToDouble(trial -> trial.score("latencyMillis").orElseThrow())
          .min()
          .orElseThrow();
    }
  }
}
