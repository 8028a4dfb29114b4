package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every algorithm keeps; a new line in {@link Algorithm} is under it at once. */
class AlgorithmContractTests {
  private static final double BUDGET_MILLIS = 0.5;

  /** Fewer evaluations for an algorithm that thinks long about each. */
  private static SearchSettings settings(Algorithm algorithm) {
    return switch (algorithm) {
      case PREDICTOR_GUIDED, PPO, REINFORCE -> new SearchSettings(45, 20, 0.5, 0.8, 0.5);
      default -> new SearchSettings(240, 20, 0.5, 0.8, 0.5);
    };
  }

  private static SearchResult search(
      Algorithm algorithm, SearchProblem problem, long seed, int threads, TrialLog log) {
    return algorithm
        .with(settings(algorithm))
        .search(problem, Problems.context(seed, threads, log));
  }

  private static SearchResult search(Algorithm algorithm, SearchProblem problem) {
    return search(algorithm, problem, 1, 1, TrialLog.inMemory());
  }

  private static SearchProblem problem(Algorithm algorithm, Objective accuracy) {
    return Problems.within(Problems.largeSpace(), BUDGET_MILLIS, accuracy);
  }

  @ParameterizedTest
  @EnumSource
  void is_found_by_its_name(Algorithm algorithm) {
    assertEquals(algorithm, Algorithm.named(algorithm.label()));
  }

  @ParameterizedTest
  @EnumSource
  void gives_the_same_trials_whatever_the_number_of_threads(Algorithm algorithm) {
    SearchProblem problem = problem(algorithm, Problems.accuracyObjective());
    SearchResult alone = search(algorithm, problem, 3, 1, TrialLog.inMemory());
    SearchResult shared = search(algorithm, problem, 3, 4, TrialLog.inMemory());
    assertEquals(Problems.outcomes(alone.trials()), Problems.outcomes(shared.trials()));
    assertEquals(alone.best().id(), shared.best().id());
    SearchResult other = search(algorithm, problem, 4, 1, TrialLog.inMemory());
    assertNotEquals(Problems.outcomes(alone.trials()), Problems.outcomes(other.trials()));
  }

  @ParameterizedTest
  @EnumSource
  void a_killed_search_resumes_to_the_unbroken_run(Algorithm algorithm, @TempDir Path folder) {
    String unbroken = stored(algorithm, folder.resolve("a.sqlite"), Problems.accuracyObjective());
    Objective dying = Problems.killedAtEvery(13);
    Path broken = folder.resolve("b.sqlite");
    for (int kills = 0; kills < 3; kills++) {
      assertThrows(Killed.class, () -> stored(algorithm, broken, dying));
    }
    assertEquals(unbroken, stored(algorithm, broken, Problems.accuracyObjective()));
  }

  private static String stored(Algorithm algorithm, Path file, Objective accuracy) {
    try (TrialStore store = TrialStore.open(file)) {
      search(algorithm, problem(algorithm, accuracy), 3, 2, TrialLog.of(store));
      return store.contentHash();
    }
  }

  @ParameterizedTest
  @EnumSource
  void asks_of_no_network_twice_nor_of_one_beyond_a_cheap_constraint(Algorithm algorithm) {
    for (double budget : List.of(0.17, 0.3, 2.0)) {
      Set<DecisionVector> asked = ConcurrentHashMap.newKeySet();
      SearchSpace space = Problems.largeSpace();
      SearchProblem problem = Problems.askedOnceWithin(space, budget, asked);
      SearchResult result = search(algorithm, problem);
      assertEquals(asked.size(), result.evaluations());
      assertTrue(result.trials().size() <= settings(algorithm).evaluations());
      assertTrue(result.best().score("latencyMillis").orElseThrow() <= budget);
    }
  }

  /** Populations that do not divide the evaluations, and evaluations for hardly a population. */
  @ParameterizedTest
  @EnumSource
  void never_evaluates_more_networks_than_it_may(Algorithm algorithm) {
    for (SearchSettings settings :
        List.of(
            new SearchSettings(50, 20, 0.5, 0.8, 0),
            SearchSettings.of(4),
            SearchSettings.of(5),
            SearchSettings.of(7))) {
      SearchResult result =
          algorithm
              .with(settings)
              .search(
                  Problems.unconstrained(Problems.largeSpace()),
                  Problems.context(1, 1, TrialLog.inMemory()));
      assertEquals(settings.evaluations(), result.trials().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_impossible_budget_is_refused_before_anything_is_evaluated(Algorithm algorithm) {
    SearchProblem problem =
        Problems.within(
            Problems.largeSpace(),
            0.01,
            Problems.accuracyObjective(
                architecture -> {
                  throw new AssertionError("nothing should be evaluated");
                }));
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> search(algorithm, problem));
    assertTrue(thrown.getMessage().contains("fastest is"), thrown.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void ends_on_spaces_that_have_fewer_networks_than_evaluations(Algorithm algorithm) {
    for (SearchSpace space : List.of(Problems.tinySpace(), Problems.singleNetwork())) {
      double best =
          Problems.all(space).stream()
              .mapToDouble(vector -> Problems.accuracy(space.decode(vector)))
              .max()
              .orElseThrow();
      SearchResult result = search(algorithm, Problems.unconstrained(space));
      assertEquals(best, result.best().score("accuracy").orElseThrow());
      assertTrue(result.trials().size() <= Problems.all(space).size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void failures_are_failed_trials_with_their_causes(Algorithm algorithm) {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    SearchProblem problem =
        problem(
            algorithm,
            Problems.accuracyObjective(
                architecture -> {
                  int number = asked.getAndIncrement();
                  if (number % 3 == 1) {
                    failed.incrementAndGet();
                    return Estimate.of(Double.NaN);
                  }
                  if (number % 3 == 2) {
                    failed.incrementAndGet();
                    throw new IllegalStateException("loss\nexploded");
                  }
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    SearchResult result = search(algorithm, problem);
    List<String> causes = new ArrayList<>();
    for (Trial trial : result.trials()) {
      if (trial.state() instanceof TrialState.Failed state) {
        causes.add(state.cause());
      }
    }
    assertEquals(failed.get(), causes.size());
    assertTrue(causes.contains("accuracy is not a finite number: NaN ± 0.0"));
    assertTrue(causes.contains("accuracy failed (IllegalStateException): loss exploded"));
    assertTrue(result.best().state() instanceof TrialState.Done);
  }

  @ParameterizedTest
  @EnumSource
  void three_failures_of_one_kind_in_a_row_stop_it_with_the_cause(Algorithm algorithm) {
    AtomicInteger asked = new AtomicInteger();
    SearchProblem problem =
        problem(
            algorithm,
            Problems.accuracyObjective(
                architecture -> {
                  if (asked.incrementAndGet() >= 30) {
                    throw new IllegalStateException("no space left on device");
                  }
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    SearchStoppedException stopped =
        assertThrows(SearchStoppedException.class, () -> search(algorithm, problem));
    assertEquals(32, asked.get());
    assertEquals(
        "the search stopped after 3 networks in a row: accuracy failed (IllegalStateException): no"
            + " space left on device",
        stopped.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void progress_ends_at_its_total(Algorithm algorithm) {
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
    algorithm
        .with(settings(algorithm))
        .search(Problems.unconstrained(Problems.smallSpace()), context);
    assertEquals(done.stream().sorted().toList(), done);
    long total = settings(algorithm).evaluations();
    assertEquals(List.of(total), totals.stream().distinct().toList());
    assertEquals(total, done.get(done.size() - 1));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PREDICTOR_GUIDED", "RANDOM"})
  void beats_random_search_on_average_at_the_same_number_of_evaluations(Algorithm algorithm) {
    SearchProblem problem =
        Problems.within(Problems.largeSpace(), 0.4, Problems.accuracyObjective());
    double difference = 0;
    for (int seed = 1; seed <= 3; seed++) {
      difference +=
          best(search(algorithm, problem, seed, 1, TrialLog.inMemory()))
              - best(
                  Algorithm.RANDOM
                      .with(settings(algorithm))
                      .search(problem, Problems.context(seed, 1, TrialLog.inMemory())));
    }
    assertTrue(difference > 0, "mean difference " + difference / 3);
  }

  private static double best(SearchResult result) {
    return result.best().score("accuracy").orElseThrow();
  }
}
