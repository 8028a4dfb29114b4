package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JointMeasureTests {
  private static final int AT_ONCE = 7;

  /** Accuracy of several networks at once; of every so many networks the question fails. */
  private static final class Joint implements Measure {
    private final List<Integer> sizes = new ArrayList<>();
    private final int failsOnChoiceSum;

    Joint(int failsOnChoiceSum) {
      this.failsOnChoiceSum = failsOnChoiceSum;
    }

    @Override
    public Estimate of(Network network) {
      int sum = network.decisions().choices().stream().mapToInt(Integer::intValue).sum();
      if (sum % 13 == failsOnChoiceSum) {
        throw new IllegalStateException("no answer");
      }
      return Estimate.of(Problems.accuracy(network.architecture()));
    }

    @Override
    public int atOnce() {
      return AT_ONCE;
    }

    @Override
    public synchronized List<Estimate> ofAll(List<Network> networks) {
      sizes.add(networks.size());
      return Measure.super.ofAll(networks);
    }
  }

  private static List<String> outcomes(Measure measure, int threads) {
    Objective accuracy =
        Objective.ofNetwork("accuracy", Direction.MAXIMISE, "", Objective.Effort.COSTLY, measure);
    SearchProblem problem = Problems.within(Problems.largeSpace(), 0.5, accuracy);
    SearchResult result =
        Algorithm.GENETIC
            .with(new SearchSettings(240, 20, 0.5, 0.8, 0.5))
            .search(problem, Problems.context(1, threads, TrialLog.inMemory()));
    return Problems.outcomes(result.trials());
  }

  @Test
  void gives_the_trials_of_asking_one_by_one_at_any_number_of_threads() {
    Joint joint = new Joint(-1);
    List<String> alone = outcomes(joint::of, 1);
    assertEquals(alone, outcomes(joint, 1));
    assertEquals(alone, outcomes(joint, 3));
    assertTrue(joint.sizes.contains(AT_ONCE), "asked of several");
    assertTrue(joint.sizes.stream().allMatch(size -> size > 1 && size <= AT_ONCE));
  }

  @Test
  void where_one_of_several_fails_only_that_one_is_a_failed_trial() {
    Joint failing = new Joint(5);
    List<String> alone = outcomes(failing::of, 1);
    assertEquals(alone, outcomes(failing, 1));
    assertTrue(alone.stream().anyMatch(outcome -> outcome.contains("FAILED")));
  }
}
