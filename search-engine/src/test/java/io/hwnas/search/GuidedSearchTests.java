package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuidedSearchTests {
  private static final double BUDGET_MILLIS = 0.2;

  private static SearchResult search(SearchProblem problem, int evaluations, long seed) {
    return Algorithm.PREDICTOR_GUIDED
        .with(SearchSettings.of(evaluations))
        .search(problem, Problems.context(seed, 1, TrialLog.inMemory()));
  }

  /** The most accurate network of at most the budget; latency is limited and no objective. */
  private static SearchProblem budgeted(SearchSpace space) {
    return new SearchProblem(
        space,
        List.of(Problems.accuracyObjective()),
        List.of(new Constraint("latencyMillis", BUDGET_MILLIS)),
        List.of(Problems.latencyObjective()),
        Reward.FIRST_OBJECTIVE,
        Optional.empty());
  }

  @Test
  void finds_the_best_network_within_a_budget_by_a_tenth_of_a_small_space() {
    SearchSpace space = Problems.smallSpace();
    double best =
        Problems.all(space).stream()
            .map(space::decode)
            .filter(architecture -> Problems.latency(architecture) <= BUDGET_MILLIS)
            .mapToDouble(Problems::accuracy)
            .max()
            .orElseThrow();
    for (long seed = 1; seed <= 3; seed++) {
      SearchResult result = search(budgeted(space), 60, seed);
      assertEquals(best, result.best().score("accuracy").orElseThrow(), "seed " + seed);
    }
  }

  @Test
  void finds_the_best_rewarded_network_where_a_reward_is_wanted() {
    SearchSpace space = Problems.smallSpace();
    Reward reward = Reward.soft("accuracy", "latencyMillis", BUDGET_MILLIS, -0.5);
    SearchProblem problem =
        new SearchProblem(
            space,
            List.of(Problems.accuracyObjective()),
            List.of(),
            List.of(Problems.latencyObjective()),
            reward,
            Optional.empty());
    double best =
        Problems.all(space).stream()
            .map(space::decode)
            .mapToDouble(a -> rewarded(Problems.accuracy(a), Problems.latency(a)))
            .max()
            .orElseThrow();
    for (long seed = 1; seed <= 3; seed++) {
      Trial found = search(problem, 60, seed).best();
      assertEquals(
          best,
          rewarded(
              found.score("accuracy").orElseThrow(), found.score("latencyMillis").orElseThrow()),
          "seed " + seed);
    }
  }

  private static double rewarded(double accuracy, double millis) {
    return accuracy * Math.pow(millis / BUDGET_MILLIS, -0.5);
  }

  @Test
  void finds_nearly_the_whole_front_of_a_small_space() {
    SearchSpace space = Problems.smallSpace();
    ParetoFront<Architecture> truth = emptyFront();
    Problems.all(space).stream()
        .map(space::decode)
        .forEach(a -> truth.offer(a, Problems.accuracy(a), Problems.latency(a)));
    ParetoFront<Trial> found = emptyFront();
    for (Trial trial : search(Problems.unconstrained(space), 100, 1).trials()) {
      found.offer(
          trial, trial.score("accuracy").orElseThrow(), trial.score("latencyMillis").orElseThrow());
    }
    double share = found.hypervolume(0, 1) / truth.hypervolume(0, 1);
    assertTrue(share > 0.99, "share of the hypervolume " + share);
  }

  private static <T> ParetoFront<T> emptyFront() {
    return ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
  }

  @Test
  void in_a_large_space_it_beats_random_search_on_average() {
    SearchProblem problem = budgeted(Problems.largeSpace());
    double difference = 0;
    for (long seed = 1; seed <= 4; seed++) {
      SearchResult random =
          Algorithm.RANDOM
              .with(SearchSettings.of(60))
              .search(problem, Problems.context(seed, 1, TrialLog.inMemory()));
      difference += accuracy(search(problem, 60, seed)) - accuracy(random);
    }
    assertTrue(difference > 0, "mean difference " + difference / 4);
  }

  private static double accuracy(SearchResult result) {
    return result.best().score("accuracy").orElseThrow();
  }
}
