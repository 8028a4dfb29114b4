package io.hwnas.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.netadapt.GreedyPolicy;
import io.hwnas.netadapt.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ChannelBenchTests {
  private static final Path FILE = Path.of("../../shared/data/channel-bench-macro_mobilenet.json");

  private static ChannelBench bench;

  @BeforeAll
  static void read() {
    assumeTrue(Files.exists(FILE), () -> "skipped: no " + FILE.toAbsolutePath().normalize());
    bench = ChannelBench.read(FILE);
  }

  @Test
  void greedy_by_accuracy_gives_the_published_setups_figures() {
    ChannelBench.Way way = bench.descend(Policy.ORIGINAL);
    assertEquals(40, way.evaluations());
    assertEquals(0.159, bench.regretOfPath(way), 5e-4);
  }

  @Test
  void greedy_by_the_ratio_as_printed_gives_the_published_setups_figures() {
    ChannelBench.Way way = bench.descend(new GreedyPolicy(NetAdaptPolicies.PLAIN_RATIO));
    assertEquals(55, way.evaluations());
    assertEquals(0.240, bench.regretOfPath(way), 5e-4);
  }

  @Test
  void exchanges_are_nearer_to_the_best_by_half_with_at_most_200_evaluations() {
    ChannelBench.Way way = bench.descend(Policy.EXCHANGE);
    assertTrue(way.evaluations() <= 200, way.evaluations() + " evaluations");
    assertEquals(8, bench.budgetsReached(way));
    assertTrue(bench.regretOfPath(way) <= 0.08, bench.regretOfPath(way) + " points");
  }
}
