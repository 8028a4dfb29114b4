package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * A Gaussian process from decisions to one figure, fitted to networks that were evaluated.
 *
 * <p>Two networks are the more alike the fewer decisions they differ in: the kernel is exp(−d/ℓ),
 * where d counts the decisions that differ. ℓ and the share of noise are those, of a small grid, of
 * the least squared error when each network is left out in turn, which has a closed form (Rasmussen
 * and Williams, "Gaussian Processes for Machine Learning", equation 5.12). Immutable.
 */
public final class FittedPredictor {
  private static final double[] LENGTHS = {1, 2, 4, 8, 16};
  private static final double[] NOISES = {1e-3, 1e-2, 1e-1, 0.5};

  /** Networks that ℓ and the noise are chosen on: the time of a fit grows with their cube. */
  private static final int MOST_IN_GRID = 100;

  /** Below, a fit says nothing. */
  private static final int LEAST = 8;

  private final List<DecisionVector> networks;
  private final double length;
  private final double mean;
  private final double scale;
  private final RealVector weights;
  private final double kendall;

  private FittedPredictor(
      List<DecisionVector> networks,
      double length,
      double mean,
      double scale,
      Fit fit,
      double tau) {
    this.networks = networks;
    this.length = length;
    this.mean = mean;
    this.scale = scale;
    this.weights = fit.weights;
    this.kendall = tau;
  }

  /** A process of one length and noise, and what it says of each network when that is left out. */
  private record Fit(double length, double noise, RealVector weights, double[] leftOut) {
    static Fit of(double[][] distances, double[] figures, double length, double noise) {
      int size = figures.length;
      RealMatrix kernel = new Array2DRowRealMatrix(size, size);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          kernel.setEntry(i, j, Math.exp(-distances[i][j] / length) + (i == j ? noise : 0));
        }
      }
      CholeskyDecomposition factor = new CholeskyDecomposition(kernel, 1e-9, 1e-12);
      RealMatrix inverse = factor.getSolver().getInverse();
      RealVector weights = inverse.operate(new ArrayRealVector(figures));
      double[] leftOut = new double[size];
      for (int i = 0; i < size; i++) {
        leftOut[i] = figures[i] - weights.getEntry(i) / inverse.getEntry(i, i);
      }
      return new Fit(length, noise, weights, leftOut);
    }

    double error(double[] figures) {
      double sum = 0;
      for (int i = 0; i < figures.length; i++) {
        sum += Math.pow(figures[i] - leftOut[i], 2);
      }
      return sum;
    }
  }

  /**
   * Fits a predictor.
   *
   * @param networks canonical vectors of one space, at least 8
   * @param figures what each scored
   * @return the predictor
   * @throws InvalidInputException if there are too few networks
   */
  public static FittedPredictor fit(List<DecisionVector> networks, double[] figures) {
    if (networks.size() < LEAST) {
      throw new InvalidInputException(
          "a predictor needs at least %d evaluated networks, not %d"
              .formatted(LEAST, networks.size()));
    }
    double mean = new Mean().evaluate(figures);
    double deviation = new StandardDeviation().evaluate(figures);
    double scale = deviation > 0 ? deviation : 1;
    double[] standard = new double[figures.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = (figures[i] - mean) / scale;
    }
    double[][] distances = distances(networks);
    Fit chosen = best(distances, standard);
    Fit best = Fit.of(distances, standard, chosen.length(), chosen.noise());
    return new FittedPredictor(
        List.copyOf(networks),
        best.length(),
        mean,
        scale,
        best,
        new KendallsCorrelation().correlation(standard, best.leftOut()));
  }

  /** Returns the best process of the grid, on a part of the networks where there are many. */
  private static Fit best(double[][] all, double[] allFigures) {
    int step = (allFigures.length + MOST_IN_GRID - 1) / MOST_IN_GRID;
    int size = (allFigures.length + step - 1) / step;
    double[][] distances = new double[size][size];
    double[] figures = new double[size];
    for (int i = 0; i < size; i++) {
      figures[i] = allFigures[i * step];
      for (int j = 0; j < size; j++) {
        distances[i][j] = all[i * step][j * step];
      }
    }
    List<Fit> fits = new ArrayList<>();
    for (double length : LENGTHS) {
      for (double noise : NOISES) {
        fits.add(Fit.of(distances, figures, length, noise));
      }
    }
    Fit best = fits.get(0);
    for (Fit fit : fits) {
      best = fit.error(figures) < best.error(figures) ? fit : best;
    }
    return best;
  }

  private static double[][] distances(List<DecisionVector> networks) {
    double[][] distances = new double[networks.size()][networks.size()];
    for (int i = 0; i < distances.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[i][j] = distance(networks.get(i), networks.get(j));
        distances[j][i] = distances[i][j];
      }
    }
    return distances;
  }

  private static double distance(DecisionVector one, DecisionVector other) {
    int differing = 0;
    for (int i = 0; i < one.choices().size(); i++) {
      differing += one.choices().get(i).equals(other.choices().get(i)) ? 0 : 1;
    }
    return differing;
  }

  /**
   * Predicts one network.
   *
   * @param network its canonical vector
   * @return the figure expected of it
   */
  public double expected(DecisionVector network) {
    double alike = 0;
    for (int i = 0; i < networks.size(); i++) {
      alike += Math.exp(-distance(network, networks.get(i)) / length) * weights.getEntry(i);
    }
    return mean + scale * alike;
  }

  /**
   * Returns how well it ranks networks that it was not fitted to.
   *
   * @return Kendall's τ between figures and their predictions when each network is left out in turn
   */
  public double rankCorrelation() {
    return kendall;
  }
}
