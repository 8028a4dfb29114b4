package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsynchronousSearchTests {
  private static final int EVALUATIONS = 120;
  private static final double BUDGET_MILLIS = 0.5;
  private static final SearchSpace SPACE = Problems.largeSpace();
  private static final SearchSettings SETTINGS =
      new SearchSettings(EVALUATIONS, 20, 0.5, 0.8, 0.5).asynchronously(true);

  private static SearchResult search(int threads, TrialLog log, Objective accuracy) {
    return Algorithm.REGULARIZED_EVOLUTION
        .with(SETTINGS)
        .search(Problems.within(SPACE, BUDGET_MILLIS, accuracy), Problems.context(1, threads, log));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void each_network_is_asked_about_once_and_within_the_constraint(int threads) {
    Set<DecisionVector> asked = ConcurrentHashMap.newKeySet();
    SearchResult result =
        search(
            threads,
            TrialLog.inMemory(),
            Problems.accuracyObjective(
                architecture -> {
                  assertTrue(Problems.latency(architecture) <= BUDGET_MILLIS);
                  assertTrue(asked.add(SPACE.encode(architecture)), "a network asked twice");
                  return Estimate.of(Problems.accuracy(architecture));
                }));
    assertEquals(EVALUATIONS, result.trials().size());
    assertEquals(EVALUATIONS, asked.size());
  }

  @Test
  void a_slow_evaluation_holds_no_other_up() {
    CountDownLatch others = new CountDownLatch(60);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger waitedInVain = new AtomicInteger();
    search(
        2,
        TrialLog.inMemory(),
        Problems.accuracyObjective(
            architecture -> {
              if (asked.getAndIncrement() == 0) {
                waitedInVain.set(finished(others) ? 0 : 1);
              } else {
                others.countDown();
              }
              return Estimate.of(Problems.accuracy(architecture));
            }));
    assertEquals(0, waitedInVain.get());
  }

  private static boolean finished(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void no_more_are_begun_than_twice_the_threads(int threads) {
    TrialLog log = TrialLog.inMemory();
    AtomicInteger most = new AtomicInteger();
    search(
        threads,
        log,
        Problems.accuracyObjective(
            architecture -> {
              long open = log.trials().stream().filter(trial -> !trial.state().finished()).count();
              most.accumulateAndGet((int) open, Math::max);
              return Estimate.of(Problems.accuracy(architecture));
            }));
    assertTrue(most.get() <= (threads == 1 ? 1 : 2 * threads), most + " were open");
  }

  @Test
  void a_killed_search_goes_on_from_its_trials(@TempDir Path folder) {
    Set<DecisionVector> evaluated = ConcurrentHashMap.newKeySet();
    Path file = folder.resolve("trials.sqlite");
    for (int kills = 0; kills < 3; kills++) {
      assertThrows(Killed.class, () -> stored(file, dyingAfter(25, evaluated)));
    }
    SearchResult result = stored(file, dyingAfter(Integer.MAX_VALUE, evaluated));
    assertEquals(EVALUATIONS, result.trials().size());
    Set<List<Integer>> kept = new HashSet<>();
    for (Trial trial : result.trials()) {
      assertTrue(trial.state() instanceof TrialState.Done);
      kept.add(trial.spec().decisions());
    }
    evaluated.forEach(network -> assertTrue(kept.contains(network.choices())));
  }

  private static Objective dyingAfter(int evaluations, Set<DecisionVector> evaluated) {
    AtomicInteger asked = new AtomicInteger();
    return Problems.accuracyObjective(
        architecture -> {
          if (asked.getAndIncrement() == evaluations) {
            throw new Killed();
          }
          assertTrue(evaluated.add(SPACE.encode(architecture)), "evaluated twice");
          return Estimate.of(Problems.accuracy(architecture));
        });
  }

  private static SearchResult stored(Path file, Objective accuracy) {
    try (TrialStore store = TrialStore.open(file)) {
      return search(2, TrialLog.of(store), accuracy);
    }
  }

  @Test
  void three_failures_in_a_row_stop_it() {
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        SearchStoppedException.class,
        () ->
            search(
                2,
                TrialLog.inMemory(),
                Problems.accuracyObjective(
                    architecture -> {
                      if (asked.incrementAndGet() >= 30) {
                        throw new IllegalStateException("no space left on device");
                      }
                      return Estimate.of(Problems.accuracy(architecture));
                    })));
    assertTrue(asked.get() < EVALUATIONS / 2, asked + " were asked");
  }

  @Test
  void it_ends_on_a_space_of_few_networks() {
    SearchSpace space = Problems.tinySpace();
    SearchResult result =
        Algorithm.REGULARIZED_EVOLUTION
            .with(SETTINGS)
            .search(Problems.unconstrained(space), Problems.context(1, 2, TrialLog.inMemory()));
    assertTrue(result.trials().size() <= Problems.all(space).size());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REGULARIZED_EVOLUTION")
  void other_algorithms_refuse(Algorithm algorithm) {
    assertThrows(InvalidInputException.class, () -> algorithm.with(SETTINGS));
  }
}
