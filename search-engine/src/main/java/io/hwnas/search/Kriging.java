package io.hwnas.search;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A Gaussian process of one kernel on some networks. Its mean and its variance are those of the
 * greatest likelihood, which have closed forms (Jones, Schonlau and Welch, "Efficient Global
 * Optimization of Expensive Black-Box Functions", J. Global Optimization 13, 1998, equations 4 to
 * 6). Immutable.
 */
final class Kriging {
  /** Where all figures are equal, the variance is not 0 but this. */
  private static final double LEAST_VARIANCE = 1e-12;

  private final DecisionKernel kernel;
  private final int[][] networks;
  private final DecompositionSolver solver;
  private final RealVector weights;
  private final double mean;
  private final double variance;
  private final double logLikelihood;

  private Kriging(
      DecisionKernel kernel,
      int[][] networks,
      CholeskyDecomposition factor,
      RealVector weights,
      double mean,
      double variance) {
    this.kernel = kernel;
    this.networks = networks;
    this.solver = factor.getSolver();
    this.weights = weights;
    this.mean = mean;
    this.variance = variance;
    this.logLikelihood = -networks.length / 2.0 * Math.log(variance) - halfLogDeterminant(factor);
  }

  static Kriging of(DecisionKernel kernel, int[][] networks, double[] figures) {
    CholeskyDecomposition factor =
        new CholeskyDecomposition(
            new Array2DRowRealMatrix(kernel.covariances(networks), false), 1e-9, 1e-12);
    RealVector known = new ArrayRealVector(figures);
    RealVector ones = new ArrayRealVector(figures.length, 1);
    RealVector ofOnes = factor.getSolver().solve(ones);
    double mean = ofOnes.dotProduct(known) / ofOnes.dotProduct(ones);
    RealVector residuals = known.mapSubtract(mean);
    RealVector weights = factor.getSolver().solve(residuals);
    double variance = residuals.dotProduct(weights) / figures.length;
    return new Kriging(kernel, networks, factor, weights, mean, Math.max(LEAST_VARIANCE, variance));
  }

  private static double halfLogDeterminant(CholeskyDecomposition factor) {
    RealMatrix triangle = factor.getLT();
    double sum = 0;
    for (int i = 0; i < triangle.getRowDimension(); i++) {
      sum += Math.log(triangle.getEntry(i, i));
    }
    return sum;
  }

  /** Returns the logarithm of the likelihood of the figures, up to a constant. */
  double logLikelihood() {
    return logLikelihood;
  }

  /** Returns the figure expected of a network and the deviation of what evaluating it may give. */
  Chance predict(int[] network) {
    RealVector alike = alike(network);
    double explained = alike.dotProduct(solver.solve(alike));
    return new Chance(expected(alike), deviation(explained));
  }

  /**
   * Returns the same expectation with a bound of the deviation: what the one network most alike
   * leaves of it. Takes as many steps as there are networks, not their square.
   */
  Chance predictRoughly(int[] network) {
    RealVector alike = alike(network);
    double most = alike.getMaxValue();
    double explained = most * most / (1 + kernel.noise());
    return new Chance(expected(alike), deviation(explained));
  }

  private double expected(RealVector alike) {
    return mean + alike.dotProduct(weights);
  }

  private double deviation(double explained) {
    return Math.sqrt(variance * Math.max(0, 1 + kernel.noise() - explained));
  }

  private RealVector alike(int[] network) {
    double[] alike = new double[networks.length];
    for (int i = 0; i < alike.length; i++) {
      alike[i] = kernel.alike(network, networks[i]);
    }
    return new ArrayRealVector(alike, false);
  }
}
