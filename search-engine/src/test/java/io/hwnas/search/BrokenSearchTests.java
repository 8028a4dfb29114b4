package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search whose evaluations fail, or that is killed. */
class BrokenSearchTests {
  private static final GeneticSearch SEARCH = new GeneticSearch(GeneticSettings.of(20, 12));

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
  void failures_with_infeasible_networks_between_are_not_in_a_row() {
    AtomicInteger asked = new AtomicInteger();
    Objective everySecondFails =
        Problems.accuracyObjective(
            architecture -> {
              int number = asked.incrementAndGet();
              if (number < 20 && number % 2 == 0) {
                throw new IllegalStateException("no space left on device");
              }
              return Estimate.of(number < 20 ? 0.1 : 0.9);
            });
    SearchProblem problem =
        new SearchProblem(
            Problems.largeSpace(),
            List.of(everySecondFails),
            List.of(new Constraint("accuracy", 0.5)));
    SearchResult result =
        new RandomSearch(SearchSettings.of(40))
            .search(problem, Problems.context(8, 1, TrialLog.inMemory()));
    assertEquals(
        9,
        result.trials().stream()
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
  void a_killed_search_leaves_the_same_store_as_the_unbroken_run(@TempDir Path folder) {
    String unbroken = stored(folder.resolve("unbroken.sqlite"), Problems.accuracyObjective());
    Objective dying = Problems.killedAtEvery(50);
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
  void a_full_disk_ends_the_search_as_what_it_is() {
    TrialLog memory = TrialLog.inMemory();
    TrialLog full =
        new TrialLog() {
          @Override
          public List<Trial> addAll(List<TrialSpec> specs) {
            return memory.addAll(specs);
          }

          @Override
          public List<Trial> trials() {
            return memory.trials();
          }

          @Override
          public List<Trial> updateAll(Map<Long, TrialState> states) {
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
}
