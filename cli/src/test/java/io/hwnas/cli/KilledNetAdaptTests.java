package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code hwnas netadapt} that is killed again and again ends as the unbroken run does. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed as on Linux")
final class KilledNetAdaptTests {
  private static final int POLL_MILLIS = 2;
  private static final int SIGKILL = 9;

  /**
   * When a process is killed.
   *
   * @param seen the key in the journal that it has come to
   * @param checkpoints how many checkpoints more it has kept then
   * @param notYet the key that it must not have come to
   */
  private record Moment(String seen, int checkpoints, String notYet) {}

  private static final List<Moment> MOMENTS =
      List.of(
          new Moment("netadapt/start", 1, "stage/netadapt"),
          new Moment("netadapt/step-1", 0, "stage/netadapt"),
          new Moment("netadapt/step-2", 3, "stage/netadapt"),
          new Moment("stage/netadapt", 2, "stage/fine-tuning"));

  private static final List<String> SAME =
      List.of("best/arch.yaml", "best/weights.safetensors", "best/model.onnx", "netadapt.csv");

  private final HwnasProcess hwnas = new HwnasProcess();

  @TempDir private Path folder;

  @Test
  void a_killed_run_ends_with_the_same_steps_network_and_weights_as_the_unbroken_run()
      throws Exception {
    TinyRun tiny = TinyRun.in(folder);
    Path unbroken = folder.resolve("unbroken");
    JsonNode whole = hwnas.run(folder, netAdapt(tiny, unbroken)).json();
    Path killed = folder.resolve("killed");
    for (Moment moment : MOMENTS) {
      kill(tiny, killed, moment);
    }
    JsonNode resumed = hwnas.run(folder, netAdapt(tiny, killed)).json();
    assertTrue(whole.get("steps").size() > 3, whole::toString);
    assertEquals(whole.get("steps"), resumed.get("steps"));
    assertEquals(whole.get("images"), resumed.get("images"));
    for (String file : SAME) {
      assertEquals(-1, Files.mismatch(unbroken.resolve(file), killed.resolve(file)), file);
    }
  }

  /** Starts the run or goes on with it, and kills the process at a moment. */
  private void kill(TinyRun tiny, Path run, Moment moment) throws Exception {
    Path err = folder.resolve("err");
    Process process = hwnas.start(ProcessBuilder.Redirect.DISCARD, err, netAdapt(tiny, run));
    while (!hasComeTo(run, moment.seen())) {
      assertFalse(process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS), Files.readString(err));
    }
    long kept = checkpoints(run);
    while (checkpoints(run) < kept + moment.checkpoints()) {
      assertFalse(process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS), Files.readString(err));
    }
    process.destroyForcibly();
    assertEquals(128 + SIGKILL, process.waitFor());
    assertFalse(hasComeTo(run, moment.notYet()), "killed too late for " + moment);
  }

  private static boolean hasComeTo(Path run, String key) throws IOException {
    return text(run.resolve("journal.jsonl")).contains("\"key\":\"%s\"".formatted(key));
  }

  /** Counts the checkpoints that a run ever kept or let go. */
  private static long checkpoints(Path run) throws IOException {
    return text(run.resolve("checkpoints/manifest.jsonl")).lines().count();
  }

  /** Reads a file that may not be there yet, or end in half a line. */
  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
  }

  /** Shrinks with hardly any training, on two threads that work on a proposal each. */
  private String[] netAdapt(TinyRun tiny, Path run) {
    Stream<String> options =
        Stream.of(
            "netadapt",
            tiny.largest().toString(),
            "--weights=" + tiny.weights(),
            "--table=" + tiny.table(),
            "--budget-millis=" + tiny.budgetMillis(),
            "--run=" + run,
            "--data=" + folder.resolve("data"),
            "--accept-foreign-table",
            "--json",
            "--set=threads=2",
            "--set=checkpoint-seconds=0",
            "--set=latency.timing={sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}",
            "--set=training.batch-size=16",
            "--set=netadapt.fine-tune-steps=4",
            "--set=netadapt.early-stop={share: 0.5, margin: 0.05}",
            "--set=netadapt.channel-step=4",
            "--set=netadapt.kinds=[expansion, bottleneck]",
            "--set=fine-tuning.length=60 steps");
    return Stream.concat(options, Files.exists(run) ? Stream.of("--resume") : Stream.empty())
        .toArray(String[]::new);
  }
}
