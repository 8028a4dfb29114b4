package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.results.Journal;
import io.hwnas.results.ReportData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs stages one after another, records each when it has ended, and skips those recorded. */
final class StageRunner {
  private static final String PREFIX = "stage/";
  private static final String OUTPUT = "output";
  private static final String SECONDS = "seconds";

  private final Journal journal;
  private final Console console;
  private final List<ReportData.StageTime> times = new ArrayList<>();

  StageRunner(Journal journal, Console console) {
    this.journal = journal;
    this.console = console;
  }

  <O> O run(Stage<O> stage) {
    String key = PREFIX + stage.name();
    Optional<JsonNode> earlier = journal.recall(key);
    JsonNode record = earlier.isPresent() ? earlier.get() : journal.record(key, work(stage));
    O output = stage.read(record.get(OUTPUT));
    String summary = stage.summary(output);
    Duration took = Duration.ofMillis(Math.round(1000 * record.get(SECONDS).asDouble()));
    times.add(new ReportData.StageTime(stage.name(), took, summary));
    console.note(
        earlier.isPresent()
            ? "%s: done before, %s".formatted(stage.name(), summary)
            : "%s: %s, in %d s".formatted(stage.name(), summary, took.toSeconds()));
    return output;
  }

  private <O> ObjectNode work(Stage<O> stage) {
    long start = System.nanoTime();
    ObjectNode record = Json.object();
    try (StageProgress progress = console.stage(stage.name())) {
      record.set(OUTPUT, stage.write(stage.run(progress)));
    }
    return record.put(SECONDS, (System.nanoTime() - start) / 1e9);
  }

  /** Returns how long each stage took, in order, by the process that ended it. */
  List<ReportData.StageTime> times() {
    return List.copyOf(times);
  }
}
