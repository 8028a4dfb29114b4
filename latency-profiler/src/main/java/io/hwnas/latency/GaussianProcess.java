package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A Gaussian process of mean zero with a squared-exponential kernel (Rasmussen and Williams,
 * "Gaussian Processes for Machine Learning", 2006, algorithm 2.1). Its deviation, length and noise
 * are those of a small grid under which the data are most likely (equation 2.30).
 */
final class GaussianProcess {
  private static final List<Double> DEVIATIONS = List.of(0.02, 0.05, 0.12);
  private static final List<Double> LENGTHS = List.of(0.5, 1.0, 2.0);
  private static final List<Double> NOISES = List.of(0.005, 0.02, 0.05);

  /** Most points that the grid is judged by; they decide as well as hundreds. */
  private static final int MOST_JUDGED = 64;

  /** Fewest points that can tell that the deviation is small. */
  private static final int LEAST_JUDGED = 8;

  /**
   * One observation.
   *
   * @param place where
   * @param value what
   * @param error standard error of the value
   */
  record Point(double[] place, double value, double error) {}

  /**
   * What the process says of a place.
   *
   * @param mean expected value
   * @param deviation standard deviation of what would be observed there without error
   */
  record Prediction(double mean, double deviation) {}

  private record Settings(double deviation, double length, double noise) {}

  private final List<Point> points;
  private final Settings settings;
  private final DecompositionSolver solver;
  private final RealVector weights;
  private final double logLikelihood;

  private GaussianProcess(List<Point> points, Settings settings) {
    this.points = points;
    this.settings = settings;
    RealMatrix covariances = new Array2DRowRealMatrix(points.size(), points.size());
    RealVector values = new ArrayRealVector(points.size());
    for (int i = 0; i < points.size(); i++) {
      values.setEntry(i, points.get(i).value());
      for (int j = 0; j < i; j++) {
        double covariance = covariance(points.get(i).place(), points.get(j).place());
        covariances.setEntry(i, j, covariance);
        covariances.setEntry(j, i, covariance);
      }
      double error = points.get(i).error();
      covariances.setEntry(
          i,
          i,
          settings.deviation() * settings.deviation()
              + settings.noise() * settings.noise()
              + error * error);
    }
    CholeskyDecomposition cholesky = new CholeskyDecomposition(covariances, 1e-12, 0);
    this.solver = cholesky.getSolver();
    this.weights = solver.solve(values);
    double logDeterminant = 0;
    for (int i = 0; i < points.size(); i++) {
      logDeterminant += 2 * Math.log(cholesky.getL().getEntry(i, i));
    }
    this.logLikelihood = -0.5 * (values.dotProduct(weights) + logDeterminant);
  }

  /** Fits a process to points, at least one. */
  static GaussianProcess fit(List<Point> points) {
    List<Point> judged = new ArrayList<>();
    int stride = (points.size() + MOST_JUDGED - 1) / MOST_JUDGED;
    for (int i = 0; i < points.size(); i += stride) {
      judged.add(points.get(i));
    }
    List<Double> deviations =
        points.size() < LEAST_JUDGED ? List.of(DEVIATIONS.get(DEVIATIONS.size() - 1)) : DEVIATIONS;
    GaussianProcess best = null;
    for (double deviation : deviations) {
      for (double length : LENGTHS) {
        for (double noise : NOISES) {
          GaussianProcess one = new GaussianProcess(judged, new Settings(deviation, length, noise));
          if (best == null || one.logLikelihood > best.logLikelihood) {
            best = one;
          }
        }
      }
    }
    return stride == 1 ? best : new GaussianProcess(points, best.settings);
  }

  /** Predicts. */
  Prediction predict(double[] place) {
    RealVector covariances = new ArrayRealVector(points.size());
    for (int i = 0; i < points.size(); i++) {
      covariances.setEntry(i, covariance(place, points.get(i).place()));
    }
    double mean = covariances.dotProduct(weights);
    double variance =
        settings.deviation() * settings.deviation()
            + settings.noise() * settings.noise()
            - covariances.dotProduct(solver.solve(covariances));
    return new Prediction(mean, Math.sqrt(Math.max(0, variance)));
  }

  private double covariance(double[] one, double[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (one[i] - other[i]) / settings.length();
      squares += difference * difference;
    }
    return settings.deviation() * settings.deviation() * Math.exp(-squares / 2);
  }
}
