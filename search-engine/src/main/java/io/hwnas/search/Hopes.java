package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What one may hope of candidates in each objective, as losses from 0 to 1 over the trials. */
final class Hopes {
  /** Weight of the sum beside the greatest weighted loss (Knowles 2006, equation 2). */
  private static final double OF_SUM = 0.05;

  private final List<DecisionVector> candidates;
  private final RandomGenerator random;
  private final double[][] losses;
  private final double[][] deviations;

  Hopes(
      SearchProblem problem,
      Exploration exploration,
      List<Trial> done,
      List<DecisionVector> candidates) {
    this.candidates = candidates;
    this.random = exploration.random();
    int objectives = problem.objectives().size();
    this.losses = new double[objectives][candidates.size()];
    this.deviations = new double[objectives][candidates.size()];
    List<DecisionVector> networks =
        done.stream().map(trial -> new DecisionVector(trial.spec().decisions())).toList();
    for (int i = 0; i < objectives; i++) {
      Objective objective = problem.objectives().get(i);
      double sign = objective.direction() == Direction.MAXIMISE ? -1 : 1;
      double[] known =
          done.stream()
              .mapToDouble(trial -> sign * trial.score(objective.name()).orElseThrow())
              .toArray();
      double least = Arrays.stream(known).min().orElseThrow();
      double span = Arrays.stream(known).max().orElseThrow() - least;
      double scale = span > 0 ? span : 1;
      Function<DecisionVector, FittedPredictor.Prediction> answer =
          objective.effort() == Objective.Effort.COSTLY
              ? FittedPredictor.fit(networks, known)::predict
              : vector ->
                  new FittedPredictor.Prediction(
                      sign * exploration.cheap(vector, objective.name()), 0);
      for (int j = 0; j < candidates.size(); j++) {
        FittedPredictor.Prediction prediction = answer.apply(candidates.get(j));
        losses[i][j] = (prediction.mean() - least) / scale;
        deviations[i][j] = prediction.deviation() / scale;
      }
    }
  }

  List<DecisionVector> choose(int size) {
    Set<DecisionVector> chosen = new LinkedHashSet<>();
    while (chosen.size() < size) {
      double[] weights = weights();
      double hope = Math.abs(random.nextGaussian());
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < candidates.size(); j++) {
        double loss = weighted(weights, hope, j);
        if (loss < least && !chosen.contains(candidates.get(j))) {
          least = loss;
          best = j;
        }
      }
      chosen.add(candidates.get(best));
    }
    return new ArrayList<>(chosen);
  }

  /** Draws weights that sum to 1, evenly among all such. */
  private double[] weights() {
    double[] weights = new double[losses.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = -Math.log(1 - random.nextDouble());
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private double weighted(double[] weights, double hope, int candidate) {
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double loss = weights[i] * (losses[i][candidate] - hope * deviations[i][candidate]);
      greatest = Math.max(greatest, loss);
      sum += loss;
    }
    return greatest + OF_SUM * sum;
  }
}
