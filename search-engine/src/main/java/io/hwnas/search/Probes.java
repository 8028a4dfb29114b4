package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.space.DecisionVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cheap objectives say of networks that are only considered. The latest are remembered,
 * and no more: a search under a tight budget considers many times more networks than it evaluates,
 * and what outlives a few collections of the young is costly to keep.
 */
final class Probes {
  /** More than are considered between a network's proposal and its evaluation. */
  private static final int REMEMBERED = 1 << 10;

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

  /** Returns the cheap scores of a canonical vector that is seldom asked about again. */
  Probe once(DecisionVector vector) {
    Probe probe = latest.get(vector);
    if (probe == null) {
      probe = earlier.get(vector);
    }
    return probe == null ? ask(vector) : probe;
  }

  /** Forgets the earlier half when the later one is full. */
  private void remember(DecisionVector vector, Probe probe) {
    if (latest.size() == REMEMBERED) {
      Map<DecisionVector, Probe> forgotten = earlier;
      earlier = latest;
      latest = forgotten;
      latest.clear();
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
