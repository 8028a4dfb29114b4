package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySearchTests {
  private static final int EVALUATIONS = 120;
  private static final int TENTHS = 10;

  private static Stream<Function<SearchSettings, PolicySearch>> searches() {
    return Stream.of(PolicySearch::ppo, PolicySearch::reinforce);
  }

  private static SearchProblem problem() {
    return new SearchProblem(
            Problems.largeSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of())
        .rewarding(Reward.soft("accuracy", "latencyMillis", 0.5, -0.07));
  }

  private static SearchResult search(PolicySearch search, SearchProblem problem) {
    return search.search(problem, Problems.context(1, 1, TrialLog.inMemory()));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void what_the_controller_draws_earns_more_in_the_end(
      Function<SearchSettings, PolicySearch> searches) {
    List<Double> rewards = new ArrayList<>();
    PolicySearch search = searches.apply(SearchSettings.of(EVALUATIONS));
    search(
        search.heardBy(
            batch -> {
              for (double reward : batch) {
                rewards.add(reward);
              }
            }),
        problem());
    int tenth = rewards.size() / TENTHS;
    double first = mean(rewards.subList(0, tenth));
    double last = mean(rewards.subList(rewards.size() - tenth, rewards.size()));
    assertTrue(first < last, first + " at first, " + last + " at last");
  }

  @ParameterizedTest
  @MethodSource("searches")
  void a_listener_changes_no_result(Function<SearchSettings, PolicySearch> searches) {
    PolicySearch search = searches.apply(SearchSettings.of(40));
    assertEquals(
        Problems.outcomes(search(search, problem()).trials()),
        Problems.outcomes(search(search.heardBy(rewards -> {}), problem()).trials()));
  }

  private static double mean(List<Double> rewards) {
    return rewards.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
