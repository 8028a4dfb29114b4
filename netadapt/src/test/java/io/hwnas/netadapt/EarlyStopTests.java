package io.hwnas.netadapt;

import static io.hwnas.netadapt.Shrinkings.LATENCY;
import static io.hwnas.netadapt.Shrinkings.SETTINGS;
import static io.hwnas.netadapt.Shrinkings.fresh;
import static io.hwnas.netadapt.Shrinkings.nudge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.Weights;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStopTests {
  @TempDir Path folder;

  /** Stands in for a training that can stop on its way, where it has changed nothing yet. */
  private static final class StoppingTuner implements FineTuner {
    private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> ended = Collections.synchronizedList(new ArrayList<>());
    private final Set<Long> kept = Collections.synchronizedSet(new HashSet<>());

    @Override
    public Weights upTo(LayerGraph graph, Weights weights, long proposalSeed, double share) {
      begun.add(proposalSeed);
      kept.add(proposalSeed);
      return weights;
    }

    @Override
    public Weights shortTerm(LayerGraph graph, Weights weights, long proposalSeed) {
      ended.add(proposalSeed);
      return nudge(graph, weights, proposalSeed);
    }

    @Override
    public void forget(long proposalSeed) {
      kept.remove(proposalSeed);
    }
  }

  private static NetAdapt stopping(FineTuner tuner, double margin) {
    return new NetAdapt(SETTINGS, LATENCY, tuner, Shrinkings::magnitude)
        .stopping(new EarlyStop(0.5, margin));
  }

  @Test
  void with_a_margin_that_all_have_nothing_is_stopped() {
    StoppingTuner tuner = new StoppingTuner();
    NetAdaptResult all = fresh(folder.resolve("all"), stopping(tuner, 1));
    assertEquals(tuner.begun, tuner.ended);
    NetAdaptResult plain = fresh(folder.resolve("plain"), Shrinkings.method());
    assertEquals(plain.weights(), all.weights());
    assertEquals(plain.architecture(), all.architecture());
  }

  @Test
  void without_a_margin_the_best_on_the_way_alone_goes_on() {
    StoppingTuner tuner = new StoppingTuner();
    NetAdaptResult result = fresh(folder, stopping(tuner, 0));
    assertEquals(result.steps().size(), tuner.ended.size());
    assertTrue(tuner.begun.size() > tuner.ended.size());
    assertEquals(Set.of(), tuner.kept);
    double accuracy = Shrinkings.magnitude(LayerGraph.of(Shrinkings.NETWORK), Shrinkings.WEIGHTS);
    double millis = Shrinkings.START;
    for (NetAdaptStep step : result.steps()) {
      double won = earlyMerit(step.winner(), accuracy, millis);
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(earlyMerit(scored, accuracy, millis) <= won);
        assertEquals(scored.equals(step.winner()), scored.accuracy().isPresent());
      }
      accuracy = step.winner().accuracy().orElseThrow();
      millis = step.winner().proposal().latencyMillis();
    }
  }

  private static double earlyMerit(ScoredProposal scored, double accuracy, double millis) {
    return Merit.RATIO.of(
        scored.early().orElseThrow() - accuracy, millis - scored.proposal().latencyMillis());
  }

  @Test
  void a_finished_run_is_recalled_without_any_training() {
    NetAdaptResult result = fresh(folder, stopping(new StoppingTuner(), 0.001));
    StoppingTuner idle = new StoppingTuner();
    assertEquals(result, fresh(folder, stopping(idle, 0.001)));
    assertEquals(List.of(), idle.begun);
    assertEquals(List.of(), idle.ended);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "3, 1, 2",
    "7, 1, 1",
    "8, 1, 1",
    "15, 1, 1",
    "2, 2, 2",
    "9, 2, 2",
    "17, 3, 1"
  })
  void a_killed_run_resumes_to_the_unbroken_run(int killedAfter, int before, int after) {
    NetAdaptResult unbroken = fresh(folder.resolve("whole"), stopping(new StoppingTuner(), 0.002));
    AtomicInteger calls = new AtomicInteger();
    FineTuner dying =
        new FineTuner() {
          @Override
          public Weights upTo(LayerGraph graph, Weights weights, long seed, double share) {
            if (calls.getAndIncrement() == killedAfter) {
              throw new Shrinkings.Killed();
            }
            return weights;
          }

          @Override
          public Weights shortTerm(LayerGraph graph, Weights weights, long seed) {
            if (calls.getAndIncrement() == killedAfter) {
              throw new Shrinkings.Killed();
            }
            return nudge(graph, weights, seed);
          }
        };
    Path broken = folder.resolve("broken");
    assertThrows(
        Shrinkings.Killed.class, () -> fresh(broken, stopping(dying, 0.002).withWorkers(before)));
    assertEquals(unbroken, fresh(broken, stopping(new StoppingTuner(), 0.002).withWorkers(after)));
  }

  @Test
  void what_failed_on_its_way_in_a_finished_step_is_not_tried_again() {
    AtomicInteger failures = new AtomicInteger();
    FineTuner failing =
        new FineTuner() {
          @Override
          public Weights upTo(LayerGraph graph, Weights weights, long seed, double share) {
            if (graph.channelGroups().get("s1.b1.expansion").channels() < 64) {
              failures.incrementAndGet();
              throw new ProposalFailedException("loss is NaN");
            }
            return weights;
          }

          @Override
          public Weights shortTerm(LayerGraph graph, Weights weights, long seed) {
            return nudge(graph, weights, seed);
          }
        };
    NetAdaptResult result = fresh(folder, stopping(failing, 1));
    int once = failures.get();
    assertTrue(once > 0, "nothing failed");
    assertEquals(result, fresh(folder, stopping(failing, 1)));
    assertEquals(once, failures.get());
  }

  @Test
  void a_fine_tuner_that_cannot_stop_is_not_passed_over() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> fresh(folder, stopping(Shrinkings::nudge, 0.01)));
  }

  @Test
  void losers_are_found_by_what_a_cap_costs() {
    long madds = Cost.of(LayerGraph.of(Shrinkings.NETWORK)).madds();
    NetAdaptSettings capped =
        SETTINGS.within(
            new Caps(OptionalLong.of(madds / 2), OptionalLong.empty(), OptionalLong.empty()));
    NetAdaptResult all =
        fresh(
            folder.resolve("all"),
            new NetAdapt(capped, LATENCY, new StoppingTuner(), Shrinkings::magnitude));
    NetAdaptResult stopped =
        fresh(
            folder.resolve("stopped"),
            new NetAdapt(capped, LATENCY, new StoppingTuner(), Shrinkings::magnitude)
                .stopping(new EarlyStop(0.5, 0.004)));
    assertEquals(all.architecture(), stopped.architecture());
    assertTrue(
        stopped.steps().stream()
            .flatMap(step -> step.proposals().stream())
            .anyMatch(scored -> scored.accuracy().isEmpty()),
        "nothing was stopped");
  }

  @Test
  void a_proposal_that_fails_on_its_way_is_a_failure_and_another_wins() {
    FineTuner failing =
        new FineTuner() {
          @Override
          public Weights upTo(LayerGraph graph, Weights weights, long seed, double share) {
            return shortTerm(graph, weights, seed);
          }

          @Override
          public Weights shortTerm(LayerGraph graph, Weights weights, long seed) {
            if (graph.channelGroups().get("s1.b1.expansion").channels() < 64) {
              throw new ProposalFailedException("loss is NaN");
            }
            return nudge(graph, weights, seed);
          }
        };
    NetAdaptResult result = fresh(folder, stopping(failing, 1));
    assertTrue(
        result.steps().stream()
            .flatMap(step -> step.proposals().stream())
            .anyMatch(scored -> scored.failure().isPresent()));
    assertTrue(result.latencyMillis() <= SETTINGS.budgetMillis());
  }

  @Test
  void several_workers_stop_the_same_proposals() {
    FineTuner tuner =
        new FineTuner() {
          @Override
          public Weights upTo(LayerGraph graph, Weights weights, long seed, double share) {
            return weights;
          }

          @Override
          public Weights shortTerm(LayerGraph graph, Weights weights, long seed) {
            return nudge(graph, weights, seed);
          }
        };
    assertEquals(
        fresh(folder.resolve("one"), stopping(tuner, 0.001)),
        fresh(folder.resolve("two"), stopping(tuner, 0.001).withWorkers(2)));
  }

  @Test
  void shares_and_margins_out_of_range_are_refused() {
    assertThrows(InvalidInputException.class, () -> new EarlyStop(1, 0.1));
    assertThrows(InvalidInputException.class, () -> new EarlyStop(0.5, -0.1));
    assertThrows(InvalidInputException.class, () -> new EarlyStop(0.5, Double.NaN));
  }
}
