package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.results.Checkpoints;
import io.hwnas.results.Journal;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialStore;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetAdaptTests {
  private static final Architecture NETWORK = Networks.small();
  private static final Weights WEIGHTS = Networks.weights(NETWORK);
  private static final LatencyModel LATENCY = Networks.byMultiplyAdds();
  private static final double START = LATENCY.predict(LayerGraph.of(NETWORK)).millis();
  private static final NetAdaptSettings SETTINGS =
      NetAdaptSettings.of(0.6 * START, 0.04 * START, 5);

  @TempDir Path folder;

  /** A power cut, from NetAdapt's point of view. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private NetAdaptResult shrink(NetAdapt method) {
    return inStore(
        folder, store -> method.shrink(NETWORK, WEIGHTS, store, ProgressListener.SILENT));
  }

  private static <T> T inStore(Path folder, Function<AdaptationStore, T> work) {
    try (Journal journal = Journal.open(folder.resolve("journal.jsonl"));
        TrialStore trials = TrialStore.open(folder.resolve("trials.sqlite"));
        Checkpoints checkpoints = Checkpoints.open(folder.resolve("checkpoints"))) {
      return work.apply(new AdaptationStore(journal, checkpoints, trials, "netadapt"));
    }
  }

  private static NetAdapt method() {
    return new NetAdapt(SETTINGS, LATENCY, NetAdaptTests::nudge, NetAdaptTests::magnitude);
  }

  /** Stands in for training: changes each weight a little, as the seed says. */
  private static Weights nudge(LayerGraph graph, Weights weights, long seed) {
    RandomGenerator random = Seeds.of(seed, "test/nudge");
    Map<String, FloatTensor> nudged = new TreeMap<>();
    for (String name : weights.names()) {
      float[] values = weights.get(name).values();
      for (int i = 0; i < values.length; i++) {
        values[i] *= (float) (1 + 0.01 * random.nextDouble());
      }
      nudged.put(name, new FloatTensor(weights.get(name).shape(), values));
    }
    return Weights.of(nudged);
  }

  /** Stands in for accuracy: more and larger weights are better. */
  private static double magnitude(LayerGraph graph, Weights weights) {
    double sum = 0;
    for (String name : weights.names()) {
      FloatTensor tensor = weights.get(name);
      for (int i = 0; i < tensor.size(); i++) {
        sum += Math.abs(tensor.get(i));
      }
    }
    return 1 - Math.exp(-sum / 2000);
  }

  @Test
  void reaches_the_budget_in_steps_that_each_cut_delta_by_the_model() {
    NetAdaptResult result = shrink(method());
    double millis = START;
    Architecture architecture = NETWORK;
    for (NetAdaptStep step : result.steps()) {
      Proposal winner = step.winner().proposal();
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(millis - scored.proposal().latencyMillis() >= SETTINGS.deltaMillis());
        assertEquals(0, scored.proposal().channels() % 8);
      }
      architecture = ChannelGroups.resize(architecture, winner.group(), winner.channels());
      millis = winner.latencyMillis();
      assertEquals(LATENCY.predict(LayerGraph.of(architecture)).millis(), millis);
    }
    assertTrue(result.steps().size() > 3);
    assertTrue(result.latencyMillis() <= SETTINGS.budgetMillis());
    assertEquals(millis, result.latencyMillis());
    assertEquals(architecture, result.architecture());
    LayerGraph graph = LayerGraph.of(architecture);
    result.weights().requireFitsExactly(graph);
    assertEquals(magnitude(graph, result.weights()), result.accuracy());
  }

  @Test
  void each_winner_is_the_proposal_of_most_merit() {
    NetAdaptResult result = shrink(method());
    double accuracy = magnitude(LayerGraph.of(NETWORK), WEIGHTS);
    double millis = START;
    for (NetAdaptStep step : result.steps()) {
      double won = merit(step.winner(), accuracy, millis);
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(merit(scored, accuracy, millis) <= won);
      }
      accuracy = step.winner().accuracy().orElseThrow();
      millis = step.winner().proposal().latencyMillis();
    }
  }

  private static double merit(ScoredProposal scored, double accuracy, double millis) {
    return ScoredProposal.merit(
        scored.accuracy().orElseThrow() - accuracy, millis - scored.proposal().latencyMillis());
  }

  @Test
  void proposes_each_expansion_and_each_shared_bottleneck_and_nothing_else_by_default() {
    NetAdaptResult result = shrink(method());
    Set<String> groups = new HashSet<>();
    result.steps().forEach(step -> step.proposals().forEach(p -> groups.add(p.proposal().group())));
    assertTrue(groups.contains("s1.b0.output"), groups.toString());
    assertTrue(groups.contains("s1.b1.expansion"), groups.toString());
    Set<String> expected = new HashSet<>();
    for (ChannelGroup group : ChannelGroups.adjustable(NETWORK)) {
      if (NetAdaptSettings.MOBILENET_V3_KINDS.contains(group.kind())) {
        expected.add(group.id());
      }
    }
    assertTrue(expected.containsAll(groups), groups.toString());
  }

  @Test
  void a_shared_bottleneck_shrinks_in_all_blocks_that_share_it() {
    Architecture cut = Shrinking.shrink(NETWORK, "s1.b0.output", 16);
    assertEquals(
        List.of(16, 16, 16),
        cut.stages().get(1).blocks().stream().map(block -> block.outputChannels()).toList());
  }

  @Test
  void scans_all_sizes_because_latency_need_not_fall_with_channels() {
    Map<Integer, Double> staircase = Map.of(48, 10.0, 40, 11.0, 32, 9.5, 24, 10.5, 16, 8.0, 8, 9.9);
    LatencyModel latency =
        graph -> {
          int channels = graph.channelGroups().get("s1.b0.expansion").channels();
          return new LatencyEstimate(staircase.get(channels), 0);
        };
    ProposalScan scan = new ProposalScan(latency, NetAdaptSettings.of(1, 1, 0));
    assertEquals(List.of(new Proposal("s1.b0.expansion", 32, 9.5)), scan.proposals(NETWORK, 9.6));
    assertEquals(List.of(new Proposal("s1.b0.expansion", 16, 8.0)), scan.proposals(NETWORK, 9.4));
    assertEquals(List.of(), scan.proposals(NETWORK, 7.9));
  }

  @Test
  void a_network_within_the_budget_is_left_as_it_is() {
    NetAdapt method =
        new NetAdapt(
            NetAdaptSettings.of(START, 0.1, 5),
            LATENCY,
            (graph, weights, seed) -> {
              throw new AssertionError("nothing should be trained");
            },
            NetAdaptTests::magnitude);
    List<String> details = new ArrayList<>();
    NetAdaptResult result =
        inStore(
            folder,
            store ->
                method.shrink(
                    NETWORK, WEIGHTS, store, (done, total, detail) -> details.add(detail)));
    assertTrue(result.nothingToDo());
    assertEquals(WEIGHTS, result.weights());
    assertEquals(NETWORK, result.architecture());
    assertTrue(details.get(0).startsWith("nothing to do"), details.toString());
  }

  @Test
  void a_budget_out_of_reach_is_answered_with_the_least_latency() {
    NetAdapt method =
        new NetAdapt(
            NetAdaptSettings.of(0.001, 0.1, 5), LATENCY, NetAdaptTests::nudge, (g, w) -> 0.5);
    InvalidInputException thrown = assertThrows(InvalidInputException.class, () -> shrink(method));
    assertTrue(
        thrown.getMessage().matches("shrinking channels cannot reach 0.001000 ms: the least is .*"),
        thrown.getMessage());
  }

  @Test
  void where_no_group_can_be_cut_by_delta_the_step_is_halved() {
    NetAdapt method =
        new NetAdapt(
            NetAdaptSettings.of(0.4 * START, 0.55 * START, 5),
            LATENCY,
            NetAdaptTests::nudge,
            NetAdaptTests::magnitude);
    NetAdaptResult result = shrink(method);
    assertTrue(result.latencyMillis() <= 0.4 * START);
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
            NetAdaptTests::magnitude);
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
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              tuned.incrementAndGet();
              return nudge(graph, weights, seed);
            },
            NetAdaptTests::magnitude);
    assertSame(whole, unbroken, broken, fresh(broken, counting));
    assertEquals(lost.equals("all") ? unbroken.steps().size() : 1, tuned.get());
  }

  private static NetAdaptResult fresh(Path folder, NetAdapt method) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inStore(
        folder, store -> method.shrink(NETWORK, WEIGHTS, store, ProgressListener.SILENT));
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

  @Test
  void another_seed_gives_other_weights() {
    NetAdaptResult one = fresh(folder.resolve("one"), method());
    NetAdaptSettings other =
        NetAdaptSettings.of(SETTINGS.budgetMillis(), SETTINGS.deltaMillis(), 6);
    NetAdaptResult two =
        fresh(
            folder.resolve("two"),
            new NetAdapt(other, LATENCY, NetAdaptTests::nudge, NetAdaptTests::magnitude));
    assertNotEquals(one.weights(), two.weights());
  }

  @Test
  void screening_fine_tunes_the_finalists_alone() {
    AtomicInteger tuned = new AtomicInteger();
    NetAdapt screened =
        new NetAdapt(
                SETTINGS,
                LATENCY,
                (graph, weights, seed) -> {
                  tuned.incrementAndGet();
                  return nudge(graph, weights, seed);
                },
                NetAdaptTests::magnitude)
            .screened(new Screening(2, NetAdaptTests::magnitude));
    NetAdaptResult result = shrink(screened);
    assertEquals(2 * result.steps().size(), tuned.get());
    NetAdaptStep first = result.steps().get(0);
    assertTrue(first.proposals().size() > 2);
    for (ScoredProposal scored : first.proposals()) {
      assertTrue(scored.screened().isPresent());
    }
    assertEquals(2, first.proposals().stream().filter(p -> p.accuracy().isPresent()).count());
  }

  @Test
  void a_proposal_whose_training_fails_is_a_failed_trial_and_another_wins() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              if (graph.channelGroups().get("s1.b1.expansion").channels() < 64) {
                throw new ArithmeticException("loss is NaN");
              }
              return nudge(graph, weights, seed);
            },
            (graph, weights) ->
                graph.channelGroups().get("s1.b2.expansion").channels() < 72
                    ? Double.NaN
                    : magnitude(graph, weights));
    NetAdaptResult result = shrink(failing);
    Set<String> causes = new HashSet<>();
    for (NetAdaptStep step : result.steps()) {
      step.proposals().forEach(scored -> scored.failure().ifPresent(causes::add));
    }
    assertEquals(
        Set.of(
            "ArithmeticException: loss is NaN",
            "ArithmeticException: the validation accuracy is NaN"),
        causes);
    List<Trial> trials = inStore(folder, store -> store.trials().ofStage("netadapt"));
    assertTrue(trials.stream().anyMatch(trial -> trial.state().label().equals("FAILED")));
    assertTrue(trials.stream().anyMatch(trial -> trial.state().label().equals("DONE")));
  }

  @Test
  void a_step_of_failures_alone_ends_the_run_and_is_tried_again() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              throw new IllegalStateException("out of memory");
            },
            NetAdaptTests::magnitude);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> shrink(failing));
    assertTrue(thrown.getMessage().contains("out of memory"), thrown.getMessage());
    assertTrue(shrink(method()).latencyMillis() <= SETTINGS.budgetMillis());
  }

  @Test
  void bad_input_in_training_ends_the_run_as_bad_input() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              throw new InvalidInputException("data.zip: no such file");
            },
            NetAdaptTests::magnitude);
    InvalidInputException thrown = assertThrows(InvalidInputException.class, () -> shrink(failing));
    assertEquals("data.zip: no such file", thrown.getMessage());
  }

  @Test
  void settings_refuse_what_cannot_be_meant() {
    assertThrows(InvalidInputException.class, () -> NetAdaptSettings.of(0, 1, 0));
    assertThrows(InvalidInputException.class, () -> NetAdaptSettings.of(1, Double.NaN, 0));
    assertThrows(
        InvalidInputException.class,
        () -> new NetAdaptSettings(1, 1, 8, Set.of(ChannelGroup.Kind.CLASSES), 0));
    assertThrows(InvalidInputException.class, () -> new NetAdaptSettings(1, 1, 8, Set.of(), 0));
    assertThrows(InvalidInputException.class, () -> new Screening(0, (g, w) -> 0));
  }
}
