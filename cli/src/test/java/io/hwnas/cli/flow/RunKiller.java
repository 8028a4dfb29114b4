package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Journal;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Kills one run again and again, brings it to its end, and holds it against the unbroken run with
 * the same measured values.
 *
 * <p>Each kill has its stage. A process is stopped at a moment drawn by seed once it has come
 * further in that stage; if it is still within the stage it is killed there, or goes on to be
 * killed within its next write, which the end of the stage would be at the latest. If the stage was
 * over, the run is put back to what it was and tried again with a nearer moment.
 */
final class RunKiller {
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

  private static final int ATTEMPTS = 8;
  private static final int MOST_PROGRESS = 6;
  private static final int MOST_MILLIS = 20;
  private static final int MOST_BYTES = 60;

  /** What every run is told: to need every kind of state and of timing. */
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

  private final Path config;
  private final Path run;
  private final List<String> options = new ArrayList<>();
  private final List<String> kills = new ArrayList<>();
  private int finishedTrialsAtKills;

  /**
   * Prepares kills of a run that does not exist yet.
   *
   * @param settings what it is told beside its configuration
   */
  RunKiller(Path config, Path run, List<String> settings) {
    this.config = config;
    this.run = run;
    Stream.concat(SETTINGS.stream(), settings.stream())
        .forEach(setting -> options.addAll(List.of("--set", setting)));
  }

  /** Kills the run once in each of the stages named, in order, and brings it to its end. */
  void killAndFinish(List<String> stages) throws Exception {
    for (String stage : stages) {
      kill(stage);
      new TrialHistory(run.resolve("trials.sqlite")).begin();
    }
    RunProcess.start(config, run, options).awaitSuccess();
    assertEquals(STAGES, RunProcess.stageNames(run));
    assertEquals(stages, kills);
    assertTrue(
        finishedTrialsAtKills >= 1 || !stages.contains(STAGES.get(SEARCH)),
        "no kill in a search that had finished a trial");
  }

  /** Goes on with the run and kills it within a stage. */
  private void kill(String stage) throws Exception {
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

  /**
   * Requires that the run is as one with the same measured values that nothing interrupted.
   *
   * @return what both have in common
   */
  SortedMap<String, String> requireSameAsUnbroken() throws Exception {
    Path unbroken = run.resolveSibling(run.getFileName() + "-unbroken");
    Files.createDirectories(unbroken);
    Files.copy(run.resolve("config.yaml"), unbroken.resolve("config.yaml"));
    try (Journal journal = Journal.open(unbroken.resolve("journal.jsonl"))) {
      RunContents.measured(run).forEach(journal::record);
    }
    RunProcess.start(config, unbroken, List.of()).awaitSuccess();
    SortedMap<String, String> contents = RunContents.of(run);
    assertEquals(lines(RunContents.of(unbroken)), lines(contents));
    assertTrue(Files.size(run.resolve("report.html")) > 0);
    new TrialHistory(run.resolve("trials.sqlite")).requireEachEvaluatedOnce();
    requireNothingBegunAgain();
    return contents;
  }

  /**
   * Requires that each training went on from its last checkpoint, that none was made again once it
   * had ended, and that short ones left nothing.
   */
  private void requireNothingBegunAgain() throws IOException {
    SortedMap<String, List<Long>> steps = RunContents.checkpointedSteps(run);
    for (String training : List.of("supernet", "fine-tuning", "baseline")) {
      List<Long> saved = steps.get(training);
      // How many steps fine-tuning has is timed.
      int least = training.equals("fine-tuning") ? 1 : 3;
      assertTrue(saved.size() >= least, training + " was saved at " + saved);
      assertEquals(saved.stream().distinct().sorted().toList(), saved, training);
    }
    List<String> shortTrainings = steps.keySet().stream().filter(RunKiller::isShort).toList();
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
          files.map(file -> file.getFileName().toString()).filter(RunKiller::isShort).toList());
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
}
