package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTests {
  private static final GeneticSearch SEARCH = new GeneticSearch(GeneticSettings.of(20, 12));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void finds_the_whole_front_of_a_space_small_enough_to_enumerate(long seed) {
    SearchSpace space = Problems.smallSpace();
    ParetoFront<DecisionVector> truth = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    for (DecisionVector vector : Problems.all(space)) {
      Architecture architecture = space.decode(vector);
      truth.offer(vector, Problems.accuracy(architecture), Problems.latency(architecture));
    }
    SearchResult result =
        new GeneticSearch(GeneticSettings.of(40, 25))
            .search(Problems.unconstrained(space), Problems.context(seed, 1, TrialLog.inMemory()));
    Set<List<Double>> found = new HashSet<>();
    result.front().forEach(trial -> found.add(scores(trial)));
    Set<List<Double>> expected = new HashSet<>();
    truth.members().forEach(member -> expected.add(member.values()));
    assertEquals(expected, found);
  }

  @Test
  void beats_random_search_at_the_same_number_of_evaluations() {
    SearchSpace space = Problems.largeSpace();
    SearchProblem problem = Problems.within(space, 0.4, Problems.accuracyObjective());
    SearchResult result = SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory()));
    java.util.random.RandomGenerator random = io.hwnas.space.Seeds.of(1, "test/random-search");
    double best = 0;
    for (int draws = 0; draws < result.evaluations(); ) {
      Architecture drawn = space.decode(space.sample(random));
      if (Problems.latency(drawn) <= 0.4) {
        draws++;
        best = Math.max(best, Problems.accuracy(drawn));
      }
    }
    assertTrue(scores(result.best()).get(0) > best, result.best() + " against " + best);
  }

  @Test
  void gives_the_same_trials_whatever_the_number_of_threads() {
    SearchProblem problem =
        Problems.within(Problems.largeSpace(), 0.5, Problems.accuracyObjective());
    SearchResult alone = SEARCH.search(problem, Problems.context(3, 1, TrialLog.inMemory()));
    for (int threads : List.of(2, 7)) {
      SearchResult shared =
          SEARCH.search(problem, Problems.context(3, threads, TrialLog.inMemory()));
      assertEquals(Problems.outcomes(alone.trials()), Problems.outcomes(shared.trials()));
      assertEquals(Problems.outcomes(alone.front()), Problems.outcomes(shared.front()));
    }
    SearchResult other = SEARCH.search(problem, Problems.context(4, 1, TrialLog.inMemory()));
    assertFalse(Problems.outcomes(alone.trials()).equals(Problems.outcomes(other.trials())));
  }

  @Test
  void a_space_smaller_than_the_population_is_evaluated_whole() {
    SearchSpace space = Problems.tinySpace();
    SearchResult result =
        SEARCH.search(Problems.unconstrained(space), Problems.context(1, 1, TrialLog.inMemory()));
    assertEquals(Problems.all(space).size(), result.trials().size());
  }

  @Test
  void progress_ends_at_its_total() {
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    SearchContext context =
        new SearchContext(
            1,
            1,
            TrialLog.inMemory(),
            (step, total, detail) -> {
              done.add(step);
              totals.add(total);
            });
    SEARCH.search(Problems.unconstrained(Problems.smallSpace()), context);
    assertEquals(done.stream().sorted().toList(), done);
    assertEquals(List.of(260L), totals.stream().distinct().toList());
    assertEquals(260L, done.get(done.size() - 1));
  }

  @Test
  void a_space_of_one_network_is_searched_by_evaluating_it() {
    SearchResult result =
        SEARCH.search(
            Problems.unconstrained(Problems.singleNetwork()),
            Problems.context(1, 1, TrialLog.inMemory()));
    assertEquals(1, result.trials().size());
    assertEquals(result.trials(), result.front());
  }

  private static List<Double> scores(Trial trial) {
    return List.of(
        trial.score("accuracy").orElseThrow(), trial.score("latencyMillis").orElseThrow());
  }
}
