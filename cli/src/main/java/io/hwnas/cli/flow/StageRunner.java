package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.results.Journal;
import io.hwnas.results.ReportData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs stages one after another, records each when it has ended, and skips those recorded. */
final class StageRunner {
  private static final String PREFIX = "stage/";
  private static final String SUMMARY = "summary";
  private static final String OUTPUT = "output";
  private static final String SECONDS = "seconds";

  private final Journal journal;
  private final Console console;

  StageRunner(Journal journal, Console console) {
    this.journal = journal;
    this.console = console;
  }

  <O> O run(Stage<O> stage) {
    String key = PREFIX + stage.name();
    Optional<JsonNode> earlier = journal.recall(key);
    JsonNode record = earlier.isPresent() ? earlier.get() : journal.record(key, work(stage));
    stage.ended();
    O output = stage.read(record.get(OUTPUT));
    String summary = record.get(SUMMARY).asText();
    console.note(
        earlier.isPresent()
            ? "%s: done before, %s".formatted(stage.name(), summary)
            : "%s: %s, in %d s".formatted(stage.name(), summary, took(record).toSeconds()));
    return output;
  }

  private <O> ObjectNode work(Stage<O> stage) {
    long start = System.nanoTime();
    ObjectNode record = Json.object();
    try (StageProgress progress = console.stage(stage.name())) {
      O output = stage.run(progress);
      record.set(OUTPUT, stage.write(output));
      record.put(SUMMARY, stage.summary(output));
    }
    return record.put(SECONDS, (System.nanoTime() - start) / 1e9);
  }

  private static Duration took(JsonNode record) {
    return Duration.ofMillis(Math.round(1000 * record.get(SECONDS).asDouble()));
  }

  /** Returns how long each finished stage of a run took the process that ended it, in order. */
  static List<ReportData.StageTime> times(Journal journal) {
    return journal.keys().stream()
        .filter(key -> key.startsWith(PREFIX))
        .map(
            key -> {
              JsonNode record = journal.recall(key).orElseThrow();
              return new ReportData.StageTime(
                  key.substring(PREFIX.length()), took(record), record.get(SUMMARY).asText());
            })
        .toList();
  }

  /** Returns the output that a stage of a run left, if it has ended. */
  static Optional<JsonNode> output(Journal journal, String stage) {
    return journal.recall(PREFIX + stage).map(record -> record.get(OUTPUT));
  }
}
