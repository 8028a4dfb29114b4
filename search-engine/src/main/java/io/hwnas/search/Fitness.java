package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How good a trial is for NSGA-II: losses to be made small, and by how much it exceeds the
 * constraints.
 *
 * <p>Ordered by constraint domination (Deb et al. 2002, "A Fast and Elitist Multiobjective Genetic
 * Algorithm: NSGA-II", section VI): within the constraints beats beyond; beyond, less beats more;
 * within, Pareto domination. {@code compareTo} is positive where this dominates and 0 where neither
 * does, so it orders partially, as Jenetics' multi-objective classes expect.
 */
final class Fitness implements Comparable<Fitness> {
  private final double violation;
  private final double[] losses;

  private Fitness(double violation, double[] losses) {
    this.violation = violation;
    this.losses = losses;
  }

  static Fitness of(SearchProblem problem, Trial trial) {
    if (trial.state() instanceof TrialState.Done) {
      double[] losses = values(problem, trial);
      for (int i = 0; i < losses.length; i++) {
        boolean maximise = problem.objectives().get(i).direction() == Direction.MAXIMISE;
        losses[i] = maximise ? -losses[i] : losses[i];
      }
      return within(losses);
    }
    if (trial.state() instanceof TrialState.Infeasible infeasible) {
      return beyond(problem.violation(infeasible.objectives()));
    }
    return beyond(Double.POSITIVE_INFINITY);
  }

  static Fitness within(double... losses) {
    return new Fitness(0, losses);
  }

  static Fitness beyond(double violation) {
    return new Fitness(violation, new double[0]);
  }

  /** Returns a done trial's scores in the order of the objectives. */
  static double[] values(SearchProblem problem, Trial trial) {
    List<Objective> objectives = problem.objectives();
    double[] values = new double[objectives.size()];
    for (int i = 0; i < values.length; i++) {
      OptionalDouble score = trial.score(objectives.get(i).name());
      if (score.isEmpty()) {
        throw new io.hwnas.space.InvalidInputException(
            "trial %d has no score '%s': its run had other objectives; use the run's own"
                .formatted(trial.id(), objectives.get(i).name()));
      }
      values[i] = score.getAsDouble();
    }
    return values;
  }

  int losses() {
    return losses.length;
  }

  double loss(int objective) {
    return losses[objective];
  }

  @Override
  public int compareTo(Fitness other) {
    if (violation > 0 || other.violation > 0) {
      return Double.compare(other.violation, violation);
    }
    boolean better = false;
    boolean worse = false;
    for (int i = 0; i < losses.length; i++) {
      better |= losses[i] < other.losses[i];
      worse |= losses[i] > other.losses[i];
    }
    return better == worse ? 0 : better ? 1 : -1;
  }

  /** Compares by violation, then loss by loss: whatever dominates another comes before it. */
  int lexicographically(Fitness other) {
    if (violation != other.violation) {
      return violation < other.violation ? -1 : 1;
    }
    for (int i = 0; i < losses.length; i++) {
      if (losses[i] != other.losses[i]) {
        return losses[i] < other.losses[i] ? -1 : 1;
      }
    }
    return 0;
  }
}
