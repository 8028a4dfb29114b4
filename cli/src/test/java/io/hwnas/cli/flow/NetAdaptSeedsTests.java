package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.latency.Confidence;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.space.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NetAdaptSeedsTests {
  private static final Trial FAST = trial(1, 0.7, 0.8);
  private static final Trial FASTER = trial(2, 0.6, 0.5);
  private static final Trial NEAR = trial(5, 0.75, 0.95);
  private static final Trial SLOW = trial(3, 0.8, 1.2);
  private static final Trial SLOWER = trial(4, 0.9, 1.5);

  @Test
  void the_best_above_the_budget_are_taken_where_shrinking_reaches_it() {
    assertEquals(
        List.of(SLOWER, SLOW), seeds(Map.of(SLOW, 0.9, SLOWER, 1.0), FAST, FASTER, SLOW, SLOWER));
  }

  @Test
  void one_that_shrinking_cannot_bring_within_the_budget_is_passed_over() {
    assertEquals(List.of(SLOW), seeds(Map.of(SLOW, 0.9, SLOWER, 1.1), FAST, FASTER, SLOW, SLOWER));
  }

  @Test
  void where_shrinking_brings_none_within_the_budget_the_best_within_it_are_taken() {
    assertEquals(
        List.of(FAST, FASTER), seeds(Map.of(SLOW, 1.05, SLOWER, 1.1), SLOWER, SLOW, FASTER, FAST));
  }

  @Test
  void where_none_can_be_within_the_budget_the_figures_are_named() {
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> seeds(Map.of(SLOW, 1.05, SLOWER, 1.1), SLOW, SLOWER));
    assertEquals(
        "none of the 2 networks searched is within 1.000 ms: the fastest takes 1.200 ms, and the"
            + " least that shrinking reaches is 1.050 ms; raise latency.budget-millis, lower"
            + " search.head-room or name more of netadapt.kinds",
        thrown.getMessage());
  }

  @Test
  void with_more_confidence_a_network_must_be_faster_by_its_uncertainty() {
    assertEquals(List.of(FAST), seeds(new Confidence(0.95), Map.of(NEAR, 1.05), FAST, NEAR));
    assertEquals(List.of(NEAR, FAST), seeds(Map.of(), FAST, NEAR));
  }

  @Test
  void what_was_asked_for_is_named_where_none_is_within_it() {
    assertEquals(
        "none of the 1 networks searched is within 1.000 ms with confidence 0.95: the fastest takes"
            + " 1.282 ms, and the least that shrinking reaches is 1.050 ms; raise"
            + " latency.budget-millis, lower netadapt.confidence, search.head-room or name more of"
            + " netadapt.kinds",
        assertThrows(
                InvalidInputException.class,
                () -> seeds(new Confidence(0.95), Map.of(SLOW, 1.05), SLOW))
            .getMessage());
  }

  private static List<Trial> seeds(Map<Trial, Double> leastMillis, Trial... trials) {
    return seeds(Confidence.EVEN, leastMillis, trials);
  }

  private static List<Trial> seeds(
      Confidence confidence, Map<Trial, Double> leastMillis, Trial... trials) {
    return new NetAdaptSeeds(
            new Budget(1),
            2,
            confidence,
            trial -> trial.score("accuracy").orElseThrow(),
            trial -> leastMillis.getOrDefault(trial, 0.0))
        .of(List.of(trials));
  }

  private static Trial trial(long id, double accuracy, double millis) {
    return new Trial(
        id,
        new TrialSpec("search", "" + id, List.of(), "network", "", 1),
        new TrialState.Done(
            List.of(
                ObjectiveValue.of("accuracy", accuracy),
                new ObjectiveValue("latencyMillis", millis, 0.05)),
            Duration.ZERO));
  }
}
