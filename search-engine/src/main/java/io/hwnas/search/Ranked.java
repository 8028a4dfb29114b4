package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;

/**
 * An evaluated network and how it stands in a search for a single best one: within the constraints
 * by reward, beyond them behind all within, the less beyond the better, and failures last.
 *
 * @param decisions its canonical vector
 * @param violation by how much it exceeds the constraints
 * @param reward its reward, if it is within them
 */
record Ranked(DecisionVector decisions, double violation, double reward)
    implements Comparable<Ranked> {
  static Ranked of(SearchProblem problem, Trial trial) {
    DecisionVector decisions = new DecisionVector(trial.spec().decisions());
    if (trial.state() instanceof TrialState.Done) {
      return new Ranked(decisions, 0, problem.reward().of(problem, trial));
    }
    double violation =
        trial.state() instanceof TrialState.Infeasible infeasible
            ? problem.violation(infeasible.objectives())
            : Double.POSITIVE_INFINITY;
    return new Ranked(decisions, violation, Double.NEGATIVE_INFINITY);
  }

  /** Compares so that the better one is the greater. */
  @Override
  public int compareTo(Ranked other) {
    int order = Double.compare(other.violation, violation);
    return order != 0 ? order : Double.compare(reward, other.reward);
  }

  boolean better(Ranked other) {
    return compareTo(other) > 0;
  }
}
