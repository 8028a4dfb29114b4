package io.hwnas.latency;

import io.hwnas.probe.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits a {@link Calibration} on whole networks by robust least squares of relative errors (Huber's
 * weights), drawn weakly towards the profile as it is: scale 1, no share of the nodes. The draw
 * matters only where there are fewer networks than it takes to tell scale and share apart. Where
 * the fit makes no sense all the same, it is a ratio.
 */
final class CalibrationFit {
  private static final double LEAST_SCALE = 0.25;
  private static final double MOST_SCALE = 4;

  /** Huber's constant: 95 % efficiency where errors are normal. */
  private static final double HUBER = 1.345;

  /** The median of |x| for a unit normal x. */
  private static final double NORMAL_MEDIAN = 0.6745;

  private static final int ROUNDS = 10;

  /** Relative error expected of one network. */
  private static final double ERROR = 0.02;

  private static final double SCALE_DEVIATION = 0.3;
  private static final double NODE_MILLIS_DEVIATION = 0.003;

  /**
   * One whole network.
   *
   * @param profiledMillis sum of its blocks' profiled times
   * @param nodes sum of its blocks' nodes
   * @param measuredMillis its unprofiled latency
   */
  record Network(double profiledMillis, double nodes, double measuredMillis) {}

  private CalibrationFit() {}

  /** Fits on networks of entries, and by their ratio where the fit does not suit the entries. */
  static Calibration fitFor(Collection<LatencyEntry> entries, List<Network> networks) {
    Calibration fitted = fit(networks);
    return fitted.suits(entries) ? fitted : fit(networks, CalibrationFit::ratio);
  }

  /**
   * Fits on all networks; the residual is that of leaving each network out in turn, and of one
   * network, which tells nothing of others, what is expected.
   */
  static Calibration fit(List<Network> networks) {
    return fit(networks, CalibrationFit::solve);
  }

  private static Calibration fit(List<Network> networks, Function<List<Network>, double[]> solver) {
    if (networks.isEmpty()) {
      return Calibration.NONE;
    }
    double[] fitted = solver.apply(networks);
    double residual = networks.size() == 1 ? ERROR : leftOutError(networks, solver);
    return new Calibration(
        Rounding.figures(fitted[0]),
        Rounding.figures(fitted[1]),
        1,
        Rounding.figures(residual),
        networks.size());
  }

  private static double leftOutError(
      List<Network> networks, Function<List<Network>, double[]> solver) {
    double squares = 0;
    for (int left = 0; left < networks.size(); left++) {
      List<Network> others = new ArrayList<>(networks);
      Network network = others.remove(left);
      squares += square(error(solver.apply(others), network));
    }
    return Math.sqrt(squares / networks.size());
  }

  /** Scale and share of a node. */
  private static double[] solve(List<Network> networks) {
    double[] weights = new double[networks.size()];
    Arrays.fill(weights, 1);
    double[] fitted = weighted(networks, weights);
    for (int round = 0; round < ROUNDS; round++) {
      double[] current = fitted;
      List<Double> errors =
          networks.stream().map(network -> Math.abs(error(current, network))).toList();
      double deviation = Math.max(ERROR / 4, Quantiles.median(errors) / NORMAL_MEDIAN);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.min(1, HUBER * deviation / Math.max(1e-12, errors.get(i)));
      }
      fitted = weighted(networks, weights);
    }
    return fitted[0] >= LEAST_SCALE && fitted[0] <= MOST_SCALE ? fitted : ratio(networks);
  }

  private static double[] ratio(List<Network> networks) {
    double ratio =
        Quantiles.median(
            networks.stream()
                .map(network -> network.measuredMillis() / network.profiledMillis())
                .toList());
    return new double[] {ratio, 0};
  }

  private static double error(double[] fitted, Network network) {
    double predicted = fitted[0] * network.profiledMillis() + fitted[1] * network.nodes();
    return predicted / network.measuredMillis() - 1;
  }

  /** Solves the normal equations. */
  private static double[] weighted(List<Network> networks, double[] weights) {
    double priorScale = square(ERROR / SCALE_DEVIATION);
    double priorNode = square(ERROR / NODE_MILLIS_DEVIATION);
    RealMatrix matrix = new Array2DRowRealMatrix(new double[][] {{priorScale, 0}, {0, priorNode}});
    RealVector right = new ArrayRealVector(new double[] {priorScale, 0});
    for (int i = 0; i < weights.length; i++) {
      Network network = networks.get(i);
      RealVector row =
          new ArrayRealVector(
              new double[] {
                network.profiledMillis() / network.measuredMillis(),
                network.nodes() / network.measuredMillis()
              });
      matrix = matrix.add(row.outerProduct(row).scalarMultiply(weights[i]));
      right = right.add(row.mapMultiply(weights[i]));
    }
    return new LUDecomposition(matrix).getSolver().solve(right).toArray();
  }

  private static double square(double value) {
    return value * value;
  }
}
