package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What one may expect that candidates add to the hypervolume of a front, by predictors fitted to
 * trials. Figures are signed so that more is better.
 */
final class Hopes {
  /** How far the reference point lies beyond the front's worst, as a share of its span. */
  private static final double OUTER_ROOM = 0.1;

  /** A gain below this share of a point's box is rounding. */
  private static final double ROUNDING = 1e-12;

  private final SearchProblem problem;
  private final List<Direction> directions;
  private final List<DecisionVector> candidates;
  private final double[][] expected;
  private final List<double[]> front;
  private final double[] reference;

  /** Fits a predictor to each costly objective of some trials, and asks it about candidates. */
  Hopes(
      SearchProblem problem,
      Exploration exploration,
      List<Trial> done,
      List<DecisionVector> candidates) {
    int objectives = problem.objectives().size();
    this.problem = problem;
    this.directions = Collections.nCopies(objectives, Direction.MAXIMISE);
    this.candidates = candidates;
    this.expected = new double[candidates.size()][objectives];
    List<double[]> known = done.stream().map(this::figures).toList();
    List<DecisionVector> networks =
        done.stream().map(trial -> new DecisionVector(trial.spec().decisions())).toList();
    for (int i = 0; i < objectives; i++) {
      int at = i;
      Objective objective = problem.objectives().get(i);
      expect(
          i,
          objective.effort() == Objective.Effort.CHEAP
              ? vector -> sign(at) * exploration.cheap(vector, objective.name())
              : FittedPredictor.fit(networks, column(known, i))::expected);
    }
    this.front = front(known);
    this.reference = reference(known);
  }

  private double sign(int objective) {
    return problem.objectives().get(objective).direction() == Direction.MAXIMISE ? 1 : -1;
  }

  private double[] figures(Trial trial) {
    double[] figures = Fitness.values(problem, trial);
    for (int i = 0; i < figures.length; i++) {
      figures[i] *= sign(i);
    }
    return figures;
  }

  private void expect(int objective, ToDoubleFunction<DecisionVector> expectation) {
    for (int j = 0; j < expected.length; j++) {
      expected[j][objective] = expectation.applyAsDouble(candidates.get(j));
    }
  }

  private List<double[]> front(List<double[]> points) {
    ParetoFront<double[]> front = new ParetoFront<>(directions);
    points.forEach(point -> front.offer(point, point));
    return front.items();
  }

  private double[] reference(List<double[]> known) {
    double[] reference = new double[directions.size()];
    for (int i = 0; i < reference.length; i++) {
      double[] ofFront = column(front, i);
      double span = span(ofFront) > 0 ? span(ofFront) : span(column(known, i));
      reference[i] = Arrays.stream(ofFront).min().orElseThrow() - OUTER_ROOM * span;
    }
    return reference;
  }

  private static double[] column(List<double[]> points, int objective) {
    return points.stream().mapToDouble(point -> point[objective]).toArray();
  }

  private static double span(double[] values) {
    return Arrays.stream(values).max().orElseThrow() - Arrays.stream(values).min().orElseThrow();
  }

  /**
   * Chooses candidates one after another: the one that is expected to add most to the front and
   * those chosen before; where none is, the first that is left.
   *
   * @param size how many, at most the number of candidates
   */
  List<DecisionVector> choose(int size) {
    Set<Integer> chosen = new LinkedHashSet<>();
    List<double[]> points = new ArrayList<>(front);
    while (chosen.size() < size) {
      int best = best(points, chosen);
      chosen.add(best);
      points.add(expected[best]);
    }
    return chosen.stream().map(candidates::get).toList();
  }

  private int best(List<double[]> points, Set<Integer> chosen) {
    int best = -1;
    double most = -1;
    for (int j = 0; j < expected.length; j++) {
      if (!chosen.contains(j)) {
        double gain = gain(points, expected[j]);
        if (gain > most) {
          most = gain;
          best = j;
        }
      }
    }
    return best;
  }

  /** Returns the hypervolume that a point has beyond others: its box less what they cover of it. */
  private double gain(List<double[]> points, double[] point) {
    double box = 1;
    for (int i = 0; i < point.length; i++) {
      box *= Math.max(0, point[i] - reference[i]);
    }
    if (box == 0) {
      return 0;
    }
    ParetoFront<double[]> covered = new ParetoFront<>(directions);
    for (double[] other : points) {
      double[] corner = new double[point.length];
      for (int i = 0; i < corner.length; i++) {
        corner[i] = Math.min(point[i], other[i]);
      }
      covered.offer(corner, corner);
    }
    double gain = box - covered.hypervolume(reference);
    return gain > ROUNDING * box ? gain : 0;
  }
}
