package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialStore;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Cost;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTrialLogTests {
  private static final int TRIALS = 1000;
  private static final long MOST_BYTES_A_TRIAL = 800;

  @TempDir private Path folder;

  @Test
  void trials_by_their_decisions_are_those_with_architectures_but_for_these() {
    Path file = folder.resolve("a.sqlite");
    search(file, TrialLog::byDecisions, Problems.accuracyObjective());
    Path other = folder.resolve("b.sqlite");
    search(other, TrialLog::of, Problems.accuracyObjective());
    List<Trial> brief = trials(file);
    List<Trial> whole = trials(other);
    assertEquals(Problems.outcomes(whole), Problems.outcomes(brief));
    assertTrue(brief.stream().allMatch(trial -> trial.spec().architectureYaml().isEmpty()));
    assertTrue(whole.stream().noneMatch(trial -> trial.spec().architectureYaml().isEmpty()));
  }

  @Test
  void a_killed_run_by_decisions_resumes_to_the_unbroken_one() {
    resumes(TrialLog::byDecisions, TrialLog::byDecisions);
  }

  @Test
  void a_run_that_was_begun_with_architectures_goes_on_with_them() {
    resumes(TrialLog::of, TrialLog::byDecisions);
  }

  private void resumes(
      Function<TrialStore, TrialLog> begun, Function<TrialStore, TrialLog> resumed) {
    String unbroken = search(folder.resolve("a.sqlite"), begun, Problems.accuracyObjective());
    Path broken = folder.resolve("b.sqlite");
    Objective dying = Problems.killedAtEvery(13);
    assertThrows(Killed.class, () -> search(broken, begun, dying));
    assertNotEquals(List.of(), trials(broken));
    assertEquals(unbroken, search(broken, resumed, Problems.accuracyObjective()));
  }

  private static String search(Path file, Function<TrialStore, TrialLog> log, Objective accuracy) {
    try (TrialStore store = TrialStore.open(file)) {
      Algorithm.GENETIC
          .with(SearchSettings.of(60))
          .search(
              Problems.within(Problems.largeSpace(), 0.5, accuracy),
              Problems.context(3, 1, log.apply(store)));
      return store.contentHash();
    }
  }

  private static List<Trial> trials(Path file) {
    try (TrialStore store = TrialStore.read(file)) {
      return store.all();
    }
  }

  /** Forty thousand of them then take 32 MB. */
  @Test
  void trials_by_their_decisions_take_little_room_in_a_space_of_many() throws IOException {
    SearchSpace space = SearchSpace.named("ofa-mobilenet-v3-1.2");
    CompiledSpace compiled = CompiledSpace.of(space);
    ToDoubleFunction<DecisionVector> madds = compiled.sum(block -> Cost.of(block).madds());
    SearchProblem problem =
        new SearchProblem(
            space,
            List.of(
                objective("accuracy", Direction.MAXIMISE, madds),
                objective("latencyMillis", Direction.MINIMISE, madds)),
            List.of(),
            List.of(),
            Reward.FIRST_OBJECTIVE,
            Optional.of(compiled));
    Path file = folder.resolve("trials.sqlite");
    try (TrialStore store = TrialStore.open(file)) {
      Algorithm.RANDOM
          .with(SearchSettings.of(TRIALS))
          .search(problem, Problems.context(1, 1, TrialLog.byDecisions(store)));
      assertEquals(TRIALS, store.all().size());
    }
    assertFalse(Files.exists(folder.resolve("trials.sqlite-wal")));
    long bytes = Files.size(file) / TRIALS;
    assertTrue(bytes <= MOST_BYTES_A_TRIAL, bytes + " bytes a trial");
  }

  private static Objective objective(
      String name, Direction direction, ToDoubleFunction<DecisionVector> figure) {
    return Objective.ofNetwork(
        name,
        direction,
        "",
        Objective.Effort.COSTLY,
        network -> Estimate.of(Math.sqrt(figure.applyAsDouble(network.decisions()))));
  }
}
