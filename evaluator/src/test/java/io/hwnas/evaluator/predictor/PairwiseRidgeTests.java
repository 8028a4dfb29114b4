package io.hwnas.evaluator.predictor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.junit.jupiter.api.Test;

class PairwiseRidgeTests {
  private static final SearchSpace SPACE = SearchSpace.named("nas-bench-macro");

  private static List<DecisionVector> networks(int count, long seed) {
    Set<DecisionVector> drawn = new LinkedHashSet<>();
    RandomGenerator random = Seeds.of(seed, "ridge");
    while (drawn.size() < count) {
      drawn.add(SPACE.canonical(SPACE.sample(random)));
    }
    return new ArrayList<>(drawn);
  }

  /** A score of single choices and of pairs of them. */
  private static double figure(DecisionVector network) {
    List<Integer> choices = network.choices();
    double sum = 0;
    for (int i = 0; i < choices.size(); i++) {
      sum += (i + 1) * choices.get(i);
      for (int j = 0; j < i; j++) {
        sum += 0.3 * ((i * j) % 3) * choices.get(i) * choices.get(j);
      }
    }
    return sum;
  }

  @Test
  void the_fit_is_that_of_explicit_inputs_at_the_same_penalty() {
    List<DecisionVector> networks = networks(40, 1);
    RandomGenerator random = Seeds.of(1, "noise");
    List<Double> scores =
        networks.stream().map(network -> figure(network) + 3 * random.nextGaussian()).toList();
    PairwiseRidge ridge = PairwiseRidge.fit(SPACE, networks, scores);
    List<Double> expected = explicit(networks, scores, ridge.penalty());
    for (int i = 0; i < networks.size(); i++) {
      assertEquals(expected.get(i), ridge.fitted().get(i), 1e-6);
      assertEquals(expected.get(i), ridge.predict(networks.get(i)), 1e-6);
    }
  }

  /** Solves the normal equations over one-hot decisions and their products. */
  private static List<Double> explicit(
      List<DecisionVector> networks, List<Double> scores, double penalty) {
    DecisionEncoding encoding = DecisionEncoding.of(DecisionEncoding.ONE_HOT, SPACE);
    int single = encoding.size();
    RealMatrix inputs =
        new Array2DRowRealMatrix(networks.size(), single + single * (single - 1) / 2);
    for (int n = 0; n < networks.size(); n++) {
      float[] one = encoding.encode(networks.get(n));
      int place = single;
      for (int i = 0; i < single; i++) {
        inputs.setEntry(n, i, one[i]);
        for (int j = 0; j < i; j++) {
          inputs.setEntry(n, place++, one[i] * one[j]);
        }
      }
    }
    for (int column = 0; column < inputs.getColumnDimension(); column++) {
      RealVector values = inputs.getColumnVector(column);
      double mean = values.dotProduct(new ArrayRealVector(networks.size(), 1.0)) / networks.size();
      inputs.setColumnVector(column, values.mapSubtract(mean));
    }
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    RealVector centred =
        new ArrayRealVector(scores.stream().mapToDouble(score -> score - mean).toArray());
    RealMatrix normal =
        inputs
            .transpose()
            .multiply(inputs)
            .add(
                MatrixUtils.createRealIdentityMatrix(inputs.getColumnDimension())
                    .scalarMultiply(penalty));
    RealVector coefficients =
        new LUDecomposition(normal).getSolver().solve(inputs.preMultiply(centred));
    return Arrays.stream(inputs.operate(coefficients).mapAdd(mean).toArray()).boxed().toList();
  }

  @Test
  void what_it_says_is_nearer_to_the_truth_than_noisy_scores() {
    List<DecisionVector> networks = networks(300, 2);
    double[] truth = networks.stream().mapToDouble(PairwiseRidgeTests::figure).toArray();
    RandomGenerator random = Seeds.of(2, "noise");
    List<Double> noisy = new ArrayList<>();
    for (double figure : truth) {
      noisy.add(figure + 8 * random.nextGaussian());
    }
    List<Double> smoothed = PairwiseRidge.fit(SPACE, networks, noisy).fitted();
    double before = tau(truth, noisy);
    double after = tau(truth, smoothed);
    assertTrue(after > before + 0.05, before + " before, " + after + " after");
  }

  private static double tau(double[] truth, List<Double> scores) {
    return new KendallsCorrelation()
        .correlation(truth, scores.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void scores_without_noise_are_predicted_for_networks_that_it_never_saw() {
    List<DecisionVector> networks = networks(600, 3);
    PairwiseRidge ridge =
        PairwiseRidge.fit(
            SPACE,
            networks.subList(0, 500),
            networks.subList(0, 500).stream().map(PairwiseRidgeTests::figure).toList());
    List<DecisionVector> unseen = networks.subList(500, 600);
    double[] truth = unseen.stream().mapToDouble(PairwiseRidgeTests::figure).toArray();
    assertTrue(tau(truth, unseen.stream().map(ridge::predict).toList()) > 0.95);
  }

  @Test
  void equal_scores_stay_equal() {
    List<DecisionVector> networks = networks(20, 4);
    PairwiseRidge ridge =
        PairwiseRidge.fit(SPACE, networks, networks.stream().map(network -> 0.5).toList());
    ridge.fitted().forEach(fitted -> assertEquals(0.5, fitted, 1e-12));
  }

  @Test
  void too_few_networks_are_refused() {
    List<DecisionVector> networks = networks(7, 5);
    List<Double> scores = networks.stream().map(PairwiseRidgeTests::figure).toList();
    String refusal =
        assertThrows(InvalidInputException.class, () -> PairwiseRidge.fit(SPACE, networks, scores))
            .getMessage();
    assertTrue(refusal.contains("at least 8 scored networks, not 7"), refusal);
  }
}
