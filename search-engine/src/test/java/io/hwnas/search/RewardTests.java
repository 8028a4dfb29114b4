package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardTests {
  @Test
  void twice_the_latency_must_be_worth_five_percent_of_accuracy() {
    // Tan et al., CVPR 2019, section 3: w = -0.07 from Reward(M2) = Reward(M1).
    Reward.Weighted soft = Reward.soft("accuracy", "latencyMillis", 75, -0.07);
    assertEquals(0.5, soft.of(0.5, 75), 1e-12);
    assertEquals(soft.of(0.5, 75), soft.of(0.5 * 1.05, 150), 5e-4);
    assertEquals(0.5 * Math.pow(2, 0.07), soft.of(0.5, 37.5), 1e-12);
  }

  @Test
  void the_hard_reward_does_not_care_below_the_target_and_punishes_above() {
    Reward.Weighted hard = Reward.hard("accuracy", "latencyMillis", 75);
    assertEquals(0.5, hard.of(0.5, 10), 1e-12);
    assertEquals(0.25, hard.of(0.5, 150), 1e-12);
  }

  @Test
  void a_reward_that_pays_for_latency_is_refused() {
    assertThrows(
        InvalidInputException.class, () -> Reward.soft("accuracy", "latencyMillis", 75, 0.07));
    assertThrows(InvalidInputException.class, () -> Reward.hard("accuracy", "latencyMillis", 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NSGA2", "PREDICTOR_GUIDED", "RANDOM"})
  void an_algorithm_finds_the_greatest_reward_of_a_small_space(Algorithm algorithm) {
    Reward.Weighted reward = Reward.soft("accuracy", "latencyMillis", 0.1, -0.15);
    SearchProblem problem =
        new SearchProblem(
            Problems.smallSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of(),
            List.of(),
            reward,
            java.util.Optional.empty());
    double[] rewards =
        Problems.all(problem.space()).stream()
            .map(problem.space()::decode)
            .mapToDouble(a -> reward.of(Problems.accuracy(a), Problems.latency(a)))
            .sorted()
            .toArray();
    SearchResult result =
        algorithm
            .with(SearchSettings.of(400))
            .search(problem, Problems.context(1, 1, TrialLog.inMemory()));
    double found = reward.of(problem, result.best());
    double nearBest = rewards[rewards.length - 3];
    assertTrue(found >= nearBest, found + " of " + rewards[rewards.length - 1]);
  }
}
