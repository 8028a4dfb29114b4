package io.hwnas.cli.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process at work in a run, to be watched and killed. */
final class RunProcess {
  private static final int POLL_MILLIS = 2;
  private static final String STAGE = "\"key\":\"stage/";

  private final Process process;
  private final Path run;
  private final Path log;

  private RunProcess(Process process, Path run, Path log) {
    this.process = process;
    this.run = run;
    this.log = log;
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
    return new RunProcess(builder.start(), run, log);
  }

  /** Waits until so many stages have ended; false if the process ends first. */
  boolean awaitStages(int count) throws IOException, InterruptedException {
    boolean alive = true;
    while (alive && stages(run) < count) {
      alive = passes(POLL_MILLIS);
    }
    return alive;
  }

  /** Waits until the process has written so many times more; false if it ends first. */
  boolean awaitWrites(int count) throws IOException, InterruptedException {
    boolean alive = true;
    long before = written();
    for (int seen = 0; alive && seen < count; ) {
      alive = passes(POLL_MILLIS);
      long now = written();
      if (now != before) {
        seen++;
        before = now;
      }
    }
    return alive;
  }

  /** Lets time pass; false if the process ends before. */
  boolean passes(int millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Kills the process as {@code kill -9} does; false if it had ended. */
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor() == 128 + 9;
  }

  /** Has the system kill the process in the write that passes a file size; false if none does. */
  boolean killBeyond(long bytes) throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--core=0", "--fsize=" + bytes)
            .inheritIO()
            .start();
    return limit.waitFor() == 0 && process.waitFor() == 128 + 25;
  }

  /** Waits for the end and requires that the run has come to it. */
  void awaitSuccess() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new AssertionError(
          "exit code %d: %s".formatted(process.exitValue(), Files.readString(log)));
    }
  }

  long journalBytes() throws IOException {
    return Files.exists(journal(run)) ? Files.size(journal(run)) : 0;
  }

  private long written() throws IOException {
    long bytes = journalBytes();
    Path checkpoints = run.resolve("checkpoints/manifest.jsonl");
    bytes += Files.exists(checkpoints) ? Files.size(checkpoints) : 0;
    for (String trials : List.of("trials.sqlite", "trials.sqlite-wal")) {
      try {
        bytes += Files.getLastModifiedTime(run.resolve(trials)).toMillis();
      } catch (NoSuchFileException e) {
        continue;
      }
    }
    return bytes;
  }

  /** How many stages of a run have ended. */
  static int stages(Path run) throws IOException {
    if (Files.notExists(journal(run))) {
      return 0;
    }
    String text = Files.readString(journal(run), StandardCharsets.ISO_8859_1);
    return text.split(STAGE, -1).length - 1;
  }

  /** Tells whether the last line of a run's journal is torn. */
  static boolean torn(Path run) throws IOException {
    String text = Files.exists(journal(run)) ? Files.readString(journal(run)) : "";
    return !text.isEmpty() && !text.endsWith("\n");
  }

  private static Path journal(Path run) {
    return run.resolve("journal.jsonl");
  }
}
