package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.space.DecisionVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cheap objectives say of networks that are only considered. The latest are remembered: a
 * search under a tight budget considers many times more networks than it evaluates.
 */
final class Probes {
  private static final int REMEMBERED = 1 << 13;

  /**
   * The cheap scores of one network.
   *
   * @param scores in the order of the problem's objectives; empty where one failed
   * @param violation by how much they exceed the constraints; infinite where one failed
   * @param failure why there are no scores
   */
  record Probe(List<ObjectiveValue> scores, double violation, Optional<FailedEvaluation> failure) {
    Optional<ObjectiveValue> score(String objective) {
      return scores.stream().filter(score -> score.name().equals(objective)).findFirst();
    }
  }

  private final SearchProblem problem;
  private final List<Objective> cheap;
  private Map<DecisionVector, Probe> latest = new HashMap<>();
  private Map<DecisionVector, Probe> earlier = new HashMap<>();

  Probes(SearchProblem problem) {
    this.problem = problem;
    this.cheap = problem.ofEffort(Objective.Effort.CHEAP);
  }

  /** Returns the cheap scores of a canonical vector. */
  Probe of(DecisionVector vector) {
    Probe probe = latest.get(vector);
    if (probe == null) {
      Probe before = earlier.get(vector);
      probe = before == null ? ask(vector) : before;
      remember(vector, probe);
    }
    return probe;
  }

  /** Forgets the earlier half when the later one is full. */
  private void remember(DecisionVector vector, Probe probe) {
    if (latest.size() == REMEMBERED) {
      earlier = latest;
      latest = new HashMap<>();
    }
    latest.put(vector, probe);
  }

  private Probe ask(DecisionVector vector) {
    try {
      List<ObjectiveValue> scores =
          FailedEvaluation.orScores(cheap, new Network(problem.space(), vector));
      return new Probe(scores, problem.violation(scores), Optional.empty());
    } catch (FailedEvaluation e) {
      return new Probe(List.of(), Double.POSITIVE_INFINITY, Optional.of(e));
    }
  }
}
