package io.hwnas.netadapt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Expects accuracies as sums over groups, by ridge regression on each group's share of its first
 * size and the square root of that: what the last channels of a group bring is least.
 */
final class AdditiveModel {
  /** Enough to solve the equations with; ten times more or less ranks no better. */
  private static final double RIDGE = 0.01;

  private final RealVector weights;

  private AdditiveModel(RealVector weights) {
    this.weights = weights;
  }

  /** Fits the accuracies of some networks. */
  static <N> AdditiveModel of(Landscape<N> landscape, Collection<Visit<N>> visits) {
    double mean = visits.stream().mapToDouble(Visit::accuracy).average().orElseThrow();
    RealMatrix features =
        new Array2DRowRealMatrix(
            visits.stream()
                .map(visit -> features(landscape.shares(visit.network())))
                .toArray(double[][]::new),
            false);
    RealVector residuals =
        MatrixUtils.createRealVector(
            visits.stream().mapToDouble(visit -> visit.accuracy() - mean).toArray());
    RealMatrix normal =
        features
            .transpose()
            .multiply(features)
            .add(
                MatrixUtils.createRealIdentityMatrix(features.getColumnDimension())
                    .scalarMultiply(RIDGE));
    return new AdditiveModel(
        new CholeskyDecomposition(normal).getSolver().solve(features.preMultiply(residuals)));
  }

  private static double[] features(double[] shares) {
    double[] features = new double[2 * shares.length + 1];
    for (int group = 0; group < shares.length; group++) {
      features[2 * group] = shares[group];
      features[2 * group + 1] = Math.sqrt(shares[group]);
    }
    features[2 * shares.length] = 1;
    return features;
  }

  /** Returns networks, those of the greatest expected accuracy first, equals in their order. */
  <N> List<N> ranked(Landscape<N> landscape, List<N> networks) {
    Map<N, Double> expected = new IdentityHashMap<>();
    for (N network : networks) {
      double[] features = features(landscape.shares(network));
      expected.put(network, weights.dotProduct(MatrixUtils.createRealVector(features)));
    }
    List<N> ranked = new ArrayList<>(networks);
    ranked.sort(Comparator.comparingDouble((N network) -> expected.get(network)).reversed());
    return ranked;
  }
}
