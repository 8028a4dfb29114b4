package io.hwnas.netadapt;

import static io.hwnas.netadapt.Shrinkings.LATENCY;
import static io.hwnas.netadapt.Shrinkings.SETTINGS;
import static io.hwnas.netadapt.Shrinkings.exchanging;
import static io.hwnas.netadapt.Shrinkings.fresh;
import static io.hwnas.netadapt.Shrinkings.inStore;
import static io.hwnas.netadapt.Shrinkings.method;
import static io.hwnas.netadapt.Shrinkings.nudge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetAdaptResumeTests {
  @TempDir Path folder;

  /** Stands in for training with checkpoints: keeps weights by seed until they may go. */
  private static final class KeepingTuner implements FineTuner {
    private final List<Long> trained = new ArrayList<>();
    private final Map<Long, Weights> kept = new HashMap<>();

    @Override
    public Weights shortTerm(LayerGraph graph, Weights weights, long proposalSeed) {
      return kept.computeIfAbsent(
          proposalSeed,
          seed -> {
            trained.add(seed);
            return nudge(graph, weights, seed);
          });
    }

    @Override
    public void forget(long proposalSeed) {
      kept.remove(proposalSeed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 11, 13, 16, 19})
  void a_killed_run_resumes_to_the_unbroken_run(int killedAfter) {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    NetAdaptResult unbroken = fresh(whole, method());
    NetAdapt dying =
        new NetAdapt(SETTINGS, LATENCY, Shrinkings.dyingAt(killedAfter), Shrinkings::magnitude);
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertSame(whole, unbroken, broken, fresh(broken, method()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void a_killed_run_resumes_with_what_its_latency_model_had_learnt(int killedAfter) {
    assertResumes(NetAdaptResumeTests::learning, killedAfter);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void a_killed_run_resumes_with_what_took_several_rounds_to_learn(int killedAfter) {
    assertResumes(NetAdaptResumeTests::doubting, killedAfter);
  }

  /**
   * Kills a run by a method that is made for a tuner, and holds its end against the unbroken one.
   */
  private void assertResumes(Function<FineTuner, NetAdapt> method, int killedAfter) {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    NetAdaptResult unbroken = fresh(whole, method.apply(Shrinkings::nudge));
    NetAdapt dying = method.apply(Shrinkings.dyingAt(killedAfter));
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertSame(whole, unbroken, broken, fresh(broken, method.apply(Shrinkings::nudge)));
  }

  private static NetAdapt doubting(FineTuner tuner) {
    LatencyModel latency = new DoubtfulLatency(LATENCY, LayerGraph.of(Shrinkings.NETWORK));
    return new NetAdapt(SETTINGS, latency, tuner, Shrinkings::magnitude);
  }

  private static NetAdapt learning(FineTuner tuner) {
    LatencyModel latency = new LearningLatency(LATENCY, LayerGraph.of(Shrinkings.NETWORK));
    return new NetAdapt(SETTINGS, latency, tuner, Shrinkings::magnitude);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 22})
  void a_killed_run_by_exchanges_resumes_to_the_unbroken_run(int killedAfter) {
    assertResumes(Shrinkings::exchanging, killedAfter);
  }

  @Test
  void a_run_does_not_go_on_by_other_latencies() {
    NetAdapt dying = new NetAdapt(SETTINGS, LATENCY, Shrinkings.dyingAt(16), Shrinkings::magnitude);
    assertThrows(Shrinkings.Killed.class, () -> fresh(folder, dying));
    LatencyModel other =
        graph ->
            new LatencyEstimate(
                Shrinkings.START
                    * Cost.of(graph).params()
                    / Cost.of(LayerGraph.of(Shrinkings.NETWORK)).params(),
                0);
    NetAdapt byParameters = new NetAdapt(SETTINGS, other, Shrinkings::nudge, Shrinkings::magnitude);
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> fresh(folder, byParameters));
    assertTrue(refusal.getMessage().contains("another latency table"), refusal::getMessage);
  }

  @Test
  void exchanges_fine_tune_no_network_twice_and_leave_no_training_behind() {
    KeepingTuner tuner = new KeepingTuner();
    NetAdaptResult result = fresh(folder, exchanging(tuner));
    assertEquals(tuner.trained.size(), Set.copyOf(tuner.trained).size());
    assertEquals(Map.of(), tuner.kept);
    tuner.trained.clear();
    assertEquals(result, fresh(folder, exchanging(tuner)));
    assertEquals(List.of(), tuner.trained);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 8, 13, 19})
  void no_proposal_is_trained_twice_where_the_fine_tuner_keeps_it_until_told(int killedAfter) {
    KeepingTuner tuner = new KeepingTuner();
    NetAdapt method = new NetAdapt(SETTINGS, LATENCY, tuner, Shrinkings::magnitude);
    Path whole = folder.resolve("whole");
    NetAdaptResult unbroken = fresh(whole, method);
    List<Long> trainings = List.copyOf(tuner.trained);
    assertEquals(trainings.size(), Set.copyOf(trainings).size());
    assertEquals(Map.of(), tuner.kept);
    tuner.trained.clear();

    AtomicInteger scores = new AtomicInteger();
    NetAdapt dying =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            tuner,
            (graph, weights) -> {
              // The first score is the network's own, before any training.
              if (scores.getAndIncrement() == killedAfter + 1) {
                throw new Shrinkings.Killed();
              }
              return Shrinkings.magnitude(graph, weights);
            });
    Path broken = folder.resolve("broken");
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertEquals(killedAfter + 1, tuner.trained.size());
    assertSame(whole, unbroken, broken, fresh(broken, method));
    assertEquals(trainings, tuner.trained);
    assertEquals(Map.of(), tuner.kept);
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
