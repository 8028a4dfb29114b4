package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "signals are sent as on Linux")
final class InterruptionTests {
  private static final int POLL_MILLIS = 20;

  @TempDir private Path folder;
  private Path run;
  private Path err;

  @BeforeEach
  void nameTheFiles() {
    run = folder.resolve("run");
    err = folder.resolve("err");
  }

  @Test
  void an_interrupted_run_says_how_to_go_on_and_does() throws Exception {
    String config = TinyRun.in(folder).config().toString();
    String[] search = {"search", config, "--run", run.toString()};
    String hint = "hwnas: interrupted; go on with: hwnas " + String.join(" ", search) + " --resume";
    assertEquals(128 + 2, signalled("INT", "stage/budget", search));
    assertEquals(hint, lastLine());
    String[] resumed = {"search", config, "--run", run.toString(), "--resume"};
    assertEquals(128 + 15, signalled("TERM", "stage/supernet", resumed));
    assertEquals(hint, lastLine());
    assertEquals(0, signalled("INT", "stage/never", resumed));
  }

  @Test
  void an_interrupted_table_says_that_the_same_command_goes_on() throws Exception {
    Path out = folder.resolve("table.yaml");
    Path journal = folder.resolve("table.yaml.journal");
    String[] profile = {
      "profile", "mobilenet-v3-small-0.25@28", "--protocol=quick", "--out", out.toString()
    };
    Process process = start(profile);
    while (process.isAlive() && (Files.notExists(journal) || Files.size(journal) == 0)) {
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    assertEquals(128 + 2, send("INT", process));
    assertEquals("hwnas: interrupted; the same command goes on with what was measured", lastLine());
    assertTrue(Files.notExists(out), "half a table");
    assertTrue(Files.size(journal) > 0, "nothing to go on with");
    assertEquals(0, start(profile).waitFor());
    assertTrue(Files.exists(out));
    assertTrue(Files.notExists(journal), "a journal is left");
  }

  @Test
  void what_left_no_run_behind_is_not_to_be_resumed() {
    assertEquals(
        "interrupted", Interruption.message(List.of("search", "a.yaml", "--run", run.toString())));
    assertEquals("interrupted", Interruption.message(List.of("measure", "mobilenet-v2")));
  }

  @Test
  void words_are_quoted_as_a_shell_wants_them() {
    Path spaced = folder.resolve("it's mine");
    RunDirectory.create(spaced, "seed: 1\n").close();
    assertEquals(
        "interrupted; go on with: hwnas quickstart '--run="
            + folder
            + "/it'\\''s mine' --seed=2 --resume",
        Interruption.message(List.of("quickstart", "--run=" + spaced, "--seed=2")));
  }

  /** Sends a signal once a key stands in the run's journal, and returns the exit code. */
  private int signalled(String signal, String key, String... arguments) throws Exception {
    Path journal = run.resolve("journal.jsonl");
    Process process = start(arguments);
    while (process.isAlive()
        && (Files.notExists(journal) || !Files.readString(journal).contains(key))) {
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return process.isAlive() ? send(signal, process) : process.exitValue();
  }

  private Process start(String... arguments) throws IOException {
    // A build that was itself started in the background hands on that Ctrl-C is ignored.
    return new HwnasProcess()
        .under("env", "--default-signal=INT")
        .start(ProcessBuilder.Redirect.DISCARD, err, arguments);
  }

  private static int send(String signal, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertEquals(0, kill.waitFor(), "the process had ended");
    return process.waitFor();
  }

  private String lastLine() throws IOException {
    List<String> lines = Files.readAllLines(err);
    return lines.get(lines.size() - 1);
  }
}
