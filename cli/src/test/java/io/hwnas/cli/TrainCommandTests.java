package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.results.Bundle;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTests {
  @TempDir private Path folder;

  @Test
  void a_trained_network_tells_bars_from_discs() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    JsonNode trained = train(tiny, run, "20", "--json").json();
    assertEquals(20 * 108, trained.get("images").asLong(), 16);
    JsonNode tested =
        CommandRun.of(
                "evaluate", run.toString(), "--data", folder.resolve("data").toString(), "--json")
            .json();
    assertTrue(tested.get("testTop1").asDouble() > 0.7, tested::toString);
    Bundle bundle = new Bundle(run.resolve("best"));
    assertTrue(bundle.exists());
    YamlNode network = YamlNode.read(bundle.provenance()).required("network");
    assertEquals(
        trained.get("validationTop1").asDouble(),
        network.required("validationTop1").asDouble(0, 1));
    assertTrue(network.required("latencyMillis").asDouble(0, 1e3) > 0);
    assertTrue(network.required("parityError").asDouble(0, 1) <= 1e-4);
  }

  @Test
  void a_training_goes_on_from_given_weights() {
    TinyRun tiny = TinyRun.in(folder);
    Path first = folder.resolve("first");
    assertEquals(0, train(tiny, first, "20").exitCode());
    JsonNode further =
        train(tiny, folder.resolve("run"), "1", "--weights", first.toString(), "--json").json();
    double scratch =
        train(tiny, folder.resolve("scratch"), "1", "--json")
            .json()
            .get("validationTop1")
            .asDouble();
    assertTrue(further.get("validationTop1").asDouble() > 0.7, further::toString);
    assertTrue(further.get("validationTop1").asDouble() > scratch, further::toString);
  }

  @Test
  void weights_of_another_network_are_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    String refusal = train(tiny, run, "1", "--weights", tiny.table().toString()).refusal();
    assertTrue(refusal.startsWith("hwnas: " + tiny.table()), refusal);
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void there_is_nothing_to_distil_from() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    assertEquals(
        "hwnas: training.distillation: there is no network to learn from; leave it out, or set it"
            + " to none",
        train(
                tiny,
                run,
                "1",
                "--set=supernet.largest-subnet=true",
                "--set=training.distillation={weight: 0.5, temperature: 2}")
            .refusal());
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void a_training_that_diverges_ends_with_the_step_and_what_is_left() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    CommandRun diverged =
        train(
            tiny,
            run,
            "20",
            "--set=training.learning-rate=1000",
            "--set=training.gradient-clip=none");
    assertEquals(2, diverged.exitCode());
    String last = diverged.err().lines().reduce((before, after) -> after).orElseThrow();
    assertTrue(
        last.matches(
            "hwnas: training of tiny diverged at step \\d+: the loss is [A-Za-z]+; (the last"
                + " checkpoint, of step \\d+, is kept|there was no checkpoint yet); start anew with"
                + " a lower learning rate"),
        last);
  }

  @Test
  void a_training_is_logged_by_epoch_and_drawn() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    JsonNode trained = train(tiny, run, "3", "--json").json();
    List<String> lines = Files.readAllLines(run.resolve("training-log.csv"));
    assertEquals("step,epochs,loss,validationTop1,imagesPerSecond,residentBytes", lines.get(0));
    assertEquals(1 + 3, lines.size());
    String[] last = lines.get(3).split(",");
    assertEquals(trained.get("validationTop1").asDouble(), Double.parseDouble(last[3]));
    assertEquals(trained.get("images").asLong(), 16 * Long.parseLong(last[0]));
    String report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("training: " + last[0] + " steps, loss "), "the log is not drawn");
  }

  @Test
  void a_log_is_cut_back_to_where_a_training_goes_on() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    assertEquals(0, train(tiny, run, "2").exitCode());
    Path log = run.resolve("training-log.csv");
    String whole = Files.readString(log);
    // As if it had been killed after its last checkpoint.
    Files.writeString(run.resolve("journal.jsonl"), "");
    Files.writeString(log, whole + "99,9.0,0.1,0.9,100.0,1000000\r\n100,9.");
    assertEquals(0, train(tiny, run, "2", "--resume").exitCode());
    assertEquals(whole, Files.readString(log));
  }

  @Test
  void weights_that_were_altered_are_not_gone_on_with() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    assertEquals(0, train(tiny, run, "1").exitCode());
    try (RunDirectory directory =
        RunDirectory.resume(run, Files.readString(run.resolve("config.yaml")))) {
      directory.checkpoints().save("training-trained", 0, file -> Files.copy(tiny.weights(), file));
    }
    String refusal = train(tiny, run, "1", "--resume").refusal();
    assertTrue(
        refusal.matches(
            "hwnas: .*/training-trained\\.0\\.[0-9]+: not the weights that the run's journal names,"
                + " [0-9a-f]{12}…; restore them or start a new run"),
        refusal);
  }

  @Test
  void a_run_is_not_resumed_with_other_epochs() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    assertEquals(0, train(tiny, run, "1").exitCode());
    CommandRun other = train(tiny, run, "2", "--resume");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("resume it as it was started"), other.err());
  }

  @Test
  void weights_of_no_network_are_asked_for() {
    assertEquals(
        "hwnas: mobilenet-v3-small@28 has no weights of its own; name a safetensors file with"
            + " --weights",
        CommandRun.of("evaluate", "mobilenet-v3-small@28").refusal());
  }

  @Test
  void batches_of_more_images_than_there_are_are_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    assertEquals(
        "hwnas: training.batch-size: there are 108 training images, you asked for 109; give at most"
            + " 108",
        train(tiny, run, "1", "--set", "training.batch-size=109").refusal());
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void a_training_that_takes_more_memory_than_there_is_is_refused_before_a_run_is_made() {
    TinyRun tiny = TinyRun.in(folder);
    Path run = folder.resolve("run");
    String refusal =
        CommandRun.of(
                "train",
                "mobilenet-v2",
                "--run",
                run.toString(),
                "--data",
                folder.resolve("data").toString(),
                "--set",
                "data.image-size=1024",
                "--set",
                "training.batch-size=108")
            .refusal();
    assertTrue(
        refusal.matches(
            "hwnas: training.batch-size: training mobilenet-v2 in batches of 108 takes about"
                + " [0-9.]+ GiB of memory, and [0-9.]+ [GM]iB are free; .*free some.*"),
        refusal);
    assertTrue(Files.notExists(run), "a run was made");
  }

  @Test
  void images_are_counted_by_class_before_training() {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun trained = train(tiny, folder.resolve("run"), "1");
    assertEquals(
        "108 training, 12 validation and 20 test images, 1×12×12; 2 classes of 54 training images"
            + " each",
        trained.err().lines().findFirst().orElseThrow());
  }

  @Test
  void an_empty_class_folder_is_refused_before_a_run_is_made() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Files.createDirectories(folder.resolve("data").resolve("train").resolve("aardvark"));
    Path run = folder.resolve("run");
    String refusal = train(tiny, run, "1").refusal();
    assertTrue(refusal.contains("aardvark"), refusal);
    assertTrue(Files.notExists(run), "a run was made");
  }

  private CommandRun train(TinyRun tiny, Path run, String epochs, String... more) {
    String[] arguments = {
      "train",
      tiny.largest().toString(),
      "--run",
      run.toString(),
      "--epochs",
      epochs,
      "--data",
      folder.resolve("data").toString(),
      "--set",
      "threads=1",
      "--set",
      "training.batch-size=16"
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }
}
