package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.TinyRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that measures its latency table, killed again and again. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed in mid-write by prlimit")
class KilledRunTests {
  /** Stages to be killed in, in order; every second kill is within a write. */
  private static final List<String> KILLS =
      List.of(
          "latency table",
          "latency table",
          "latency table",
          "latency table",
          "supernet",
          "supernet",
          "search",
          "search",
          "search",
          "search",
          "fine-tuning",
          "baseline width");

  /** A table measured in several batches, under a budget that every network meets. */
  private static final List<String> OWN_TABLE =
      List.of(
          "seed=3",
          "latency.budget-millis=1000",
          "latency.table-protocol={covers-per-block: 1, passes: 8, visits: 2, warm-up-runs: 1,"
              + " profiled-runs: 1, calibration-networks: 8, calibration-timing: {sessions: 4,"
              + " visits: 2, warm-up-runs: 1, timed-runs: 1}}",
          "search.least-share=0");

  @TempDir private Path folder;

  @Test
  void a_killed_run_ends_as_the_unbroken_run_with_the_same_journal_does() throws Exception {
    TinyRun tiny = TinyRun.in(folder);
    Path measuring = folder.resolve("measuring.yaml");
    Files.writeString(
        measuring, Files.readString(tiny.config()).replaceFirst("(?m)^ *table: .*\\R", ""));
    RunKiller killer = new RunKiller(measuring, folder.resolve("own"), OWN_TABLE);
    killer.killAndFinish(KILLS);
    SortedMap<String, String> contents = killer.requireSameAsUnbroken();
    assertTrue(
        contents.keySet().stream().anyMatch(key -> key.startsWith("journal latency/table/")),
        "the run measured no table");
  }
}
