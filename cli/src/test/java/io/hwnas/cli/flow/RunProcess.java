package io.hwnas.cli.flow;

import io.hwnas.results.TrialStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process at work in a run, to be watched and killed. */
final class RunProcess {
  private static final int POLL_MILLIS = 2;
  private static final int SIGKILL = 9;
  private static final int SIGXFSZ = 25;
  private static final String STAGE = "\"key\":\"stage/";

  private final Process process;
  private final Path run;
  private final Path log;
  private final int stagesAtStart;
  private final int progressAtStart;

  private RunProcess(ProcessBuilder builder, Path run, Path log) throws IOException {
    this.run = run;
    this.log = log;
    this.stagesAtStart = stages(run);
    this.progressAtStart = progress(run);
    this.process = builder.start();
  }

  /** Starts a run in a process of its own, or goes on with it as a user would. */
  static RunProcess start(Path config, Path run, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MortalMain.class.getName());
    if (Files.exists(run.resolve("config.yaml"))) {
      command.addAll(List.of("quickstart", "--run", run.toString(), "--resume"));
    } else {
      command.addAll(List.of("search", config.toString(), "--run", run.toString()));
      command.addAll(options);
      command.addAll(Files.exists(run) ? List.of("--resume") : List.of());
    }
    Path log = run.resolveSibling(run.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    return new RunProcess(builder, run, log);
  }

  /**
   * Waits until the run is within a stage and the process has come so much further in it; false if
   * the process or the stage ends first.
   *
   * @param stage number of the stage, from 0
   * @param progress things done within the stage, as {@link #progress} counts them
   */
  boolean awaitProgress(int stage, int progress) throws IOException, InterruptedException {
    int before = progressAtStart;
    if (stagesAtStart < stage) {
      while (stages(run) < stage) {
        if (!passes(POLL_MILLIS)) {
          return false;
        }
      }
      before = progress(run);
    }
    while (stages(run) == stage && progress(run) < before + progress) {
      if (!passes(POLL_MILLIS)) {
        return false;
      }
    }
    return stages(run) == stage;
  }

  /** Lets time pass; false if the process ends before. */
  boolean passes(int millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Stops the process where it is; it can only be killed then, or go on. */
  void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Kills the process as {@code kill -9} does; false if it had ended. */
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor() == 128 + SIGKILL;
  }

  /**
   * Lets a stopped process go on until the system kills it in the write that makes a file longer
   * than the journal is now by so much; false if none does.
   */
  boolean killInWrite(int bytes) throws IOException, InterruptedException {
    long limit = Files.size(journal(run)) + bytes;
    await(
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--core=0", "--fsize=" + limit));
    signal("-CONT");
    return process.waitFor() == 128 + SIGXFSZ;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    await(new ProcessBuilder("kill", signal, "" + process.pid()));
  }

  /** Runs a command; that it fails shows in what the process does. */
  private static void await(ProcessBuilder command) throws IOException, InterruptedException {
    command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    command.start().waitFor();
  }

  /** Requires that the process has not ended otherwise than well. */
  void requireNoFailure() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      awaitSuccess();
    }
  }

  /** Waits for the end and requires that the run has come to it. */
  void awaitSuccess() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new AssertionError(
          "exit code %d: %s".formatted(process.exitValue(), Files.readString(log)));
    }
  }

  /** How many stages of a run have ended. */
  static int stages(Path run) throws IOException {
    return whole(journal(run)).split(STAGE, -1).length - 1;
  }

  /** The stages of a run that have ended, in order. */
  static List<String> stageNames(Path run) throws IOException {
    List<String> names = new ArrayList<>();
    for (String rest : whole(journal(run)).split(STAGE, -1)) {
      names.add(rest.substring(0, Math.max(0, rest.indexOf('"'))));
    }
    return names.subList(1, names.size());
  }

  /**
   * What a run has done, to be compared within a stage: values journalled, checkpoints saved, and
   * in the search trials finished.
   */
  private static int progress(Path run) throws IOException {
    String lines = whole(journal(run)) + whole(run.resolve("checkpoints/manifest.jsonl"));
    int progress = (int) lines.chars().filter(c -> c == '\n').count();
    return stages(run) == RunKiller.SEARCH ? progress + finishedTrials(run) : progress;
  }

  /** How many trials of a run are finished. */
  static int finishedTrials(Path run) {
    try (TrialStore store = TrialStore.read(run.resolve("trials.sqlite"))) {
      return (int) store.all().stream().filter(trial -> trial.state().finished()).count();
    }
  }

  /** The whole lines of a file. */
  private static String whole(Path file) throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static Path journal(Path run) {
    return run.resolve("journal.jsonl");
  }
}
