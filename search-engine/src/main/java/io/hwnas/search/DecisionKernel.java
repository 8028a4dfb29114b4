package io.hwnas.search;

import java.util.Arrays;

/**
 * How alike two networks are: exp(−Σ r), where r is the rate of each decision that differs. A great
 * rate says that a decision matters much. Immutable.
 */
final class DecisionKernel {
  private final double[] rates;
  private final double noise;

  private DecisionKernel(double[] rates, double noise) {
    this.rates = rates;
    this.noise = noise;
  }

  /**
   * Makes a kernel to which all decisions are alike.
   *
   * @param decisions how many
   * @param rate rate of each
   * @param noise variance of what decisions do not explain, as a share of what they do
   */
  static DecisionKernel even(int decisions, double rate, double noise) {
    double[] rates = new double[decisions];
    Arrays.fill(rates, rate);
    return new DecisionKernel(rates, noise);
  }

  DecisionKernel withRate(int decision, double rate) {
    double[] others = rates.clone();
    others[decision] = rate;
    return new DecisionKernel(others, noise);
  }

  DecisionKernel withNoise(double other) {
    return new DecisionKernel(rates, other);
  }

  double rate(int decision) {
    return rates[decision];
  }

  double noise() {
    return noise;
  }

  double alike(int[] one, int[] other) {
    double sum = 0;
    for (int i = 0; i < rates.length; i++) {
      sum += one[i] == other[i] ? 0 : rates[i];
    }
    return Math.exp(-sum);
  }

  /** Returns the covariances of networks' figures, noise included, as shares of the variance. */
  double[][] covariances(int[][] networks) {
    double[][] covariances = new double[networks.length][networks.length];
    for (int i = 0; i < networks.length; i++) {
      covariances[i][i] = 1 + noise;
      for (int j = 0; j < i; j++) {
        covariances[i][j] = alike(networks[i], networks[j]);
        covariances[j][i] = covariances[i][j];
      }
    }
    return covariances;
  }
}
