package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.TinyRun;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run whose winner NetAdapt shrinks with several workers, killed again and again. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed in mid-write by prlimit")
class KilledShrinkingTests {
  /**
   * Stages to be killed in, in order; every second kill is within a write. The first is before the
   * search, whose trials are watched from then on.
   */
  private static final List<String> KILLS =
      List.of(
          "supernet",
          "netadapt",
          "netadapt",
          "netadapt",
          "fine-tuning",
          "fine-tuning",
          "baseline",
          "comparison");

  @TempDir private Path folder;

  @Test
  void a_killed_run_that_shrinks_ends_as_the_unbroken_run_does() throws Exception {
    TinyRun tiny = TinyRun.in(folder);
    List<String> tight =
        List.of(
            "seed=4",
            "search.head-room=100",
            "latency.budget-millis=" + tightMillis(tiny),
            "threads=2",
            "netadapt.workers=2",
            "netadapt.fine-tune-steps=4",
            "netadapt.early-stop={share: 0.5, margin: 0.1}");
    RunKiller killer = new RunKiller(tiny.config(), folder.resolve("shrunk"), tight);
    killer.killAndFinish(KILLS);
    SortedMap<String, String> contents = killer.requireSameAsUnbroken();
    assertTrue(contents.containsKey("journal netadapt/step-1"), "NetAdapt made no step");
  }

  /** A budget so close to the fastest network that NetAdapt has work to do. */
  private double tightMillis(TinyRun tiny) throws IOException {
    SearchSpace space = SearchSpace.parse(YamlNode.read(folder.resolve("space.yaml")));
    LayerGraph fastest = LayerGraph.of(space.decode(space.smallest()));
    return 1.3 * new TableLatencyModel(LatencyTables.read(tiny.table())).predict(fastest).millis();
  }
}
