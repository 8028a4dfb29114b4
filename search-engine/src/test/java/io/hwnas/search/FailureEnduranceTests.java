package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architecture;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureEnduranceTests {
  /** Fewer evaluations for an algorithm that thinks long about each. */
  private static SearchSettings settings(Algorithm algorithm) {
    return switch (algorithm) {
      case PPO, REINFORCE, PREDICTOR_GUIDED -> new SearchSettings(60, 20, 0.5, 0.8, 0.5);
      default -> new SearchSettings(2400, 60, 0.5, 0.8, 0.5);
    };
  }

  /** Every other evaluation fails, in five ways by turns; every fiftieth is slow. */
  private static Estimate unreliable(Architecture architecture, AtomicInteger asked) {
    int number = asked.getAndIncrement();
    if (number % 50 == 0) {
      LockSupport.parkNanos(200_000);
    }
    if (number % 2 == 1) {
      switch (number / 2 % 5) {
        case 0 -> throw new IllegalStateException("out of memory");
        case 1 -> throw new ArithmeticException("divided by zero");
        case 2 -> throw new IllegalArgumentException("no such layer");
        case 3 -> {
          return Estimate.of(Double.POSITIVE_INFINITY);
        }
        default -> {
          return Estimate.of(Double.NaN);
        }
      }
    }
    return Estimate.of(Problems.accuracy(architecture));
  }

  @ParameterizedTest
  @EnumSource
  void failures_of_nearly_every_other_evaluation_cost_no_member_of_the_front(Algorithm algorithm) {
    AtomicInteger asked = new AtomicInteger();
    SearchProblem problem =
        Problems.within(
            Problems.largeSpace(),
            0.6,
            Problems.accuracyObjective(architecture -> unreliable(architecture, asked)));
    SearchResult result =
        algorithm
            .with(settings(algorithm))
            .search(problem, Problems.context(1, 1, TrialLog.inMemory()));
    ParetoFront<Long> expected = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    int failures = 0;
    for (Trial trial : result.trials()) {
      failures += trial.state() instanceof TrialState.Failed ? 1 : 0;
      if (trial.state() instanceof TrialState.Done) {
        Architecture architecture = problem.architecture(trial);
        expected.offer(trial.id(), Problems.accuracy(architecture), Problems.latency(architecture));
      }
    }
    int least = settings(algorithm).evaluations() * 5 / 12;
    assertTrue(failures >= least, failures + " failures of at least " + least);
    assertEquals(
        new HashSet<>(expected.items()),
        new HashSet<>(result.front().stream().map(Trial::id).toList()));
    assertEquals(result.front().get(0), result.best());
  }
}
