package io.hwnas.netadapt;

import static io.hwnas.netadapt.Shrinkings.LATENCY;
import static io.hwnas.netadapt.Shrinkings.SETTINGS;
import static io.hwnas.netadapt.Shrinkings.fresh;
import static io.hwnas.netadapt.Shrinkings.inStore;
import static io.hwnas.netadapt.Shrinkings.method;
import static io.hwnas.netadapt.Shrinkings.nudge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetAdaptResumeTests {
  @TempDir Path folder;

  /** A power cut, from NetAdapt's point of view. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 11, 13, 16, 19})
  void a_killed_run_resumes_to_the_unbroken_run(int killedAfter) {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    NetAdaptResult unbroken = fresh(whole, method());
    AtomicInteger calls = new AtomicInteger();
    NetAdapt dying =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              if (calls.getAndIncrement() == killedAfter) {
                throw new Killed();
              }
              return nudge(graph, weights, seed);
            },
            Shrinkings::magnitude);
    assertThrows(Killed.class, () -> fresh(broken, dying));
    assertSame(whole, unbroken, broken, fresh(broken, method()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "latest"})
  void lost_checkpoints_are_computed_again(String lost) throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    NetAdaptResult unbroken = fresh(whole, method());
    fresh(broken, method());
    try (Stream<Path> files = Files.list(broken.resolve("checkpoints"))) {
      int last = unbroken.steps().size();
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (lost.equals("all") || name.startsWith("netadapt.%d.".formatted(last))) {
          Files.delete(file);
        }
      }
    }
    AtomicInteger tuned = new AtomicInteger();
    NetAdapt counting =
        new NetAdapt(SETTINGS, LATENCY, Shrinkings.counting(tuned), Shrinkings::magnitude);
    assertSame(whole, unbroken, broken, fresh(broken, counting));
    assertEquals(lost.equals("all") ? unbroken.steps().size() : 1, tuned.get());
  }

  private static void assertSame(
      Path whole, NetAdaptResult unbroken, Path broken, NetAdaptResult resumed) {
    assertEquals(unbroken.steps(), resumed.steps());
    assertEquals(unbroken.architecture(), resumed.architecture());
    assertEquals(unbroken.weights(), resumed.weights());
    assertEquals(unbroken.accuracy(), resumed.accuracy());
    String expected = inStore(whole, store -> store.trials().contentHash());
    String actual = inStore(broken, store -> store.trials().contentHash());
    assertEquals(expected, actual);
  }
}
