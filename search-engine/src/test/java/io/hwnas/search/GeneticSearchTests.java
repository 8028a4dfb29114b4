package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTests {
  private static final GeneticSearch SEARCH = new GeneticSearch(GeneticSettings.of(20, 12));

  /** A power cut, from the search's point of view. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

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

  @Property(tries = 12)
  void a_result_is_within_the_budget_and_infeasible_networks_cost_no_accuracy(
      @ForAll @DoubleRange(min = 0.17, max = 1.5) double budget,
      @ForAll @IntRange(max = 1000) int seed) {
    Set<DecisionVector> asked = new HashSet<>();
    SearchSpace space = Problems.largeSpace();
    SearchProblem problem =
        Problems.within(
            space,
            budget,
            Problems.accuracyObjective(
                architecture -> {
                  assertTrue(Problems.latency(architecture) <= budget);
                  assertTrue(asked.add(space.encode(architecture)), "a network was asked twice");
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    SearchResult result =
        new GeneticSearch(GeneticSettings.of(8, 4))
            .search(problem, Problems.context(seed, 1, TrialLog.inMemory()));
    assertEquals(asked.size(), result.evaluations());
    for (Trial trial : result.front()) {
      assertTrue(trial.score("latencyMillis").orElseThrow() <= budget);
    }
    assertEquals(result.front().get(0), result.best());
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

  @Property(tries = 15)
  void a_killed_search_resumes_to_the_unbroken_run(
      @ForAll @IntRange(min = 0, max = 240) int killedAfter,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    SearchSpace space = Problems.largeSpace();
    SearchResult unbroken =
        SEARCH.search(
            Problems.within(space, 0.5, Problems.accuracyObjective()),
            Problems.context(3, 1, TrialLog.inMemory()));
    TrialLog log = TrialLog.inMemory();
    AtomicInteger evaluations = new AtomicInteger();
    SearchProblem dying =
        Problems.within(
            space,
            0.5,
            Problems.accuracyObjective(
                architecture -> {
                  if (evaluations.getAndIncrement() >= killedAfter) {
                    throw new Killed();
                  }
                  return new Estimate(Problems.accuracy(architecture), 0.01);
                }));
    if (killedAfter < unbroken.evaluations()) {
      assertThrows(Killed.class, () -> SEARCH.search(dying, Problems.context(3, threads, log)));
    }
    AtomicInteger recomputed = new AtomicInteger();
    SearchProblem again =
        Problems.within(
            space,
            0.5,
            Problems.accuracyObjective(
                architecture -> {
                  recomputed.incrementAndGet();
                  return new Estimate(Problems.accuracy(architecture), 0.01);
                }));
    SearchResult resumed = SEARCH.search(again, Problems.context(3, threads, log));
    assertEquals(Problems.outcomes(unbroken.trials()), Problems.outcomes(resumed.trials()));
    assertEquals(Problems.outcomes(unbroken.front()), Problems.outcomes(resumed.front()));
    assertEquals(
        unbroken.evaluations() - Math.min(killedAfter, unbroken.evaluations()), recomputed.get());
  }

  @Test
  void a_network_that_fails_now_and_then_is_a_failed_trial_with_its_cause() {
    Set<DecisionVector> failing = ConcurrentHashMap.newKeySet();
    SearchSpace space = Problems.largeSpace();
    AtomicInteger asked = new AtomicInteger();
    SearchProblem problem =
        Problems.within(
            space,
            0.6,
            Problems.accuracyObjective(
                architecture -> {
                  int number = asked.getAndIncrement();
                  if (number % 3 == 1) {
                    failing.add(space.encode(architecture));
                    return Estimate.of(Double.NaN);
                  }
                  if (number % 3 == 2) {
                    failing.add(space.encode(architecture));
                    throw new IllegalStateException("loss\nexploded");
                  }
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    SearchResult result = SEARCH.search(problem, Problems.context(8, 1, TrialLog.inMemory()));
    List<String> causes = new ArrayList<>();
    for (Trial trial : result.trials()) {
      if (trial.state() instanceof TrialState.Failed failed) {
        causes.add(failed.cause());
      }
    }
    assertEquals(failing.size(), causes.size());
    assertTrue(causes.contains("accuracy is not a finite number: NaN ± 0.0"), causes.toString());
    assertTrue(
        causes.contains("accuracy failed (IllegalStateException): loss exploded"),
        causes.toString());
    assertTrue(result.trials().size() > 200);
  }

  @Test
  void three_failures_of_one_kind_in_a_row_stop_the_search_and_the_last_is_tried_again() {
    TrialLog log = TrialLog.inMemory();
    AtomicInteger asked = new AtomicInteger();
    SearchProblem problem =
        Problems.within(
            Problems.largeSpace(),
            0.6,
            Problems.accuracyObjective(
                architecture -> {
                  if (asked.incrementAndGet() >= 30) {
                    throw new IllegalStateException("no space left on device");
                  }
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    SearchStoppedException stopped =
        assertThrows(
            SearchStoppedException.class,
            () -> SEARCH.search(problem, Problems.context(8, 1, log)));
    assertEquals(32, asked.get());
    assertEquals(
        "the search stopped after 3 networks in a row: accuracy failed (IllegalStateException): no"
            + " space left on device",
        stopped.getMessage());
    SearchResult resumed =
        SEARCH.search(
            Problems.within(Problems.largeSpace(), 0.6, Problems.accuracyObjective()),
            Problems.context(8, 1, log));
    assertEquals(
        2,
        resumed.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Failed)
            .count());
  }

  @Test
  void bad_input_that_every_evaluation_meets_reaches_the_user_as_bad_input() {
    Objective latency =
        Objective.cheap(
            "latencyMillis",
            Direction.MINIMISE,
            "ms",
            architecture -> {
              throw new InvalidInputException("table.yaml: no entry 'stem k=3'");
            });
    SearchProblem problem =
        new SearchProblem(
            Problems.smallSpace(),
            List.of(Problems.accuracyObjective(), latency),
            List.of(new Constraint("latencyMillis", 1)));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(8, 1, TrialLog.inMemory())));
    assertEquals("table.yaml: no entry 'stem k=3'", thrown.getMessage());
    SearchProblem unconstrained =
        new SearchProblem(
            Problems.smallSpace(), List.of(Problems.accuracyObjective(), latency), List.of());
    thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(unconstrained, Problems.context(8, 2, TrialLog.inMemory())));
    assertTrue(thrown.getMessage().endsWith("no entry 'stem k=3'"), thrown.getMessage());
  }

  @Test
  void an_impossible_budget_is_answered_with_the_fastest_network_before_anything_is_trained() {
    SearchSpace space = Problems.smallSpace();
    double fastest =
        Problems.all(space).stream()
            .mapToDouble(vector -> Problems.latency(space.decode(vector)))
            .min()
            .orElseThrow();
    SearchProblem problem =
        Problems.within(
            space,
            0.01,
            Problems.accuracyObjective(
                architecture -> {
                  throw new AssertionError("nothing should be trained");
                }));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    double slowest = Problems.latency(space.decode(space.largest()));
    assertTrue(
        thrown
            .getMessage()
            .matches(
                ("no network of the space toy is within the bound on latencyMillis: fastest is %1$s,"
                        + " you asked for 0.01 ms \\(slowest is %2$s; decisions of the fastest: [0-9 ]+\\)")
                    .formatted(
                        Problems.latencyObjective().text(fastest),
                        Problems.latencyObjective().text(slowest))),
        thrown.getMessage());
  }

  @Test
  void constraints_that_exclude_one_another_are_refused() {
    Objective size =
        Objective.cheap(
            "negativeLatency",
            Direction.MAXIMISE,
            "ms",
            architecture -> Estimate.of(Problems.latency(architecture)));
    SearchProblem problem =
        new SearchProblem(
            Problems.largeSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective(), size),
            List.of(new Constraint("latencyMillis", 0.3), new Constraint("negativeLatency", 0.5)));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    assertTrue(
        thrown.getMessage().contains("within all of [latencyMillis, negativeLatency] at once"));
  }

  @Test
  void a_search_between_two_latencies_tries_no_network_outside() {
    SearchProblem problem =
        new SearchProblem(
            Problems.largeSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of(
                new Constraint("latencyMillis", 0.6),
                new Constraint("latencyMillis", 0.5, Constraint.Side.BETTER)));
    SearchResult result = SEARCH.search(problem, Problems.context(3, 1, TrialLog.inMemory()));
    List<Double> tried =
        result.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .map(trial -> trial.score("latencyMillis").orElseThrow())
            .toList();
    assertTrue(tried.size() > 20, "only " + tried.size());
    assertTrue(tried.stream().allMatch(millis -> millis >= 0.5 && millis <= 0.6), "" + tried);
  }

  @Test
  void a_least_latency_beyond_the_slowest_network_is_answered_with_that_network() {
    SearchSpace space = Problems.smallSpace();
    double slowest =
        Problems.all(space).stream()
            .mapToDouble(vector -> Problems.latency(space.decode(vector)))
            .max()
            .orElseThrow();
    SearchProblem problem =
        new SearchProblem(
            space,
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of(new Constraint("latencyMillis", 2 * slowest, Constraint.Side.BETTER)));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    assertTrue(
        thrown
            .getMessage()
            .contains("slowest is " + Problems.latencyObjective().text(slowest) + ", you asked"),
        thrown.getMessage());
  }

  @Test
  void a_constraint_on_a_costly_objective_rules_out_after_the_evaluation() {
    double median =
        Problems.all(Problems.smallSpace()).stream()
            .mapToDouble(vector -> Problems.accuracy(Problems.smallSpace().decode(vector)))
            .sorted()
            .skip(Problems.all(Problems.smallSpace()).size() / 2)
            .findFirst()
            .orElseThrow();
    SearchProblem problem =
        new SearchProblem(
            Problems.smallSpace(),
            List.of(Problems.latencyObjective(), Problems.accuracyObjective()),
            List.of(new Constraint("accuracy", median)));
    SearchResult result = SEARCH.search(problem, Problems.context(2, 2, TrialLog.inMemory()));
    assertTrue(result.best().score("accuracy").orElseThrow() >= median);
    assertEquals(result.trials().size(), result.evaluations());
    assertTrue(
        result.trials().stream().anyMatch(trial -> trial.state() instanceof TrialState.Infeasible));
  }

  @Test
  void a_killed_search_leaves_the_same_store_as_the_unbroken_run(@TempDir Path folder) {
    String unbroken = stored(folder.resolve("unbroken.sqlite"), Problems.accuracyObjective());
    AtomicInteger evaluations = new AtomicInteger();
    Objective dying =
        Problems.accuracyObjective(
            architecture -> {
              if (evaluations.incrementAndGet() % 50 == 0) {
                throw new Killed();
              }
              return new Estimate(Problems.accuracy(architecture), 0.01);
            });
    Path broken = folder.resolve("broken.sqlite");
    for (int kills = 0; kills < 3; kills++) {
      assertThrows(Killed.class, () -> stored(broken, dying));
    }
    assertEquals(unbroken, stored(broken, Problems.accuracyObjective()));
  }

  private static String stored(Path file, Objective accuracy) {
    try (TrialStore store = TrialStore.open(file)) {
      SEARCH.search(
          Problems.within(Problems.largeSpace(), 0.5, accuracy),
          Problems.context(3, 2, TrialLog.of(store)));
      return store.contentHash();
    }
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

  @Test
  void a_full_disk_ends_the_search_as_what_it_is() {
    TrialLog memory = TrialLog.inMemory();
    TrialLog full =
        new TrialLog() {
          @Override
          public List<Trial> addAll(List<TrialSpec> specs) {
            return memory.addAll(specs);
          }

          @Override
          public Trial update(long id, TrialState state) {
            throw new InvalidInputException("trials.sqlite: the disk is full");
          }
        };
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () ->
                SEARCH.search(
                    Problems.unconstrained(Problems.smallSpace()), Problems.context(1, 2, full)));
    assertEquals("trials.sqlite: the disk is full", thrown.getMessage());
  }

  private static List<Double> scores(Trial trial) {
    return List.of(
        trial.score("accuracy").orElseThrow(), trial.score("latencyMillis").orElseThrow());
  }
}
