package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits a {@link Calibration} on whole networks by least squares of relative errors, drawn weakly
 * towards the profile as it is: scale 1, no share of the nodes. The draw matters only where there
 * are fewer networks than it takes to tell scale and share apart.
 */
final class CalibrationFit {
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

  /** Fits on all networks; the residual is that of leaving each network out in turn. */
  static Calibration fit(List<Network> networks) {
    if (networks.isEmpty()) {
      return Calibration.NONE;
    }
    double[] fitted = solve(networks);
    double squares = 0;
    for (int left = 0; left < networks.size(); left++) {
      List<Network> others = new ArrayList<>(networks);
      Network network = others.remove(left);
      double[] without = others.isEmpty() ? fitted : solve(others);
      double predicted = without[0] * network.profiledMillis() + without[1] * network.nodes();
      double error = predicted / network.measuredMillis() - 1;
      squares += error * error;
    }
    double residual = Math.sqrt(squares / networks.size());
    return new Calibration(
        Rounding.figures(fitted[0]),
        Rounding.figures(fitted[1]),
        Rounding.figures(residual),
        networks.size());
  }

  /** Solves the normal equations for scale and share of a node. */
  private static double[] solve(List<Network> networks) {
    double priorScale = square(ERROR / SCALE_DEVIATION);
    double priorNode = square(ERROR / NODE_MILLIS_DEVIATION);
    RealMatrix matrix = new Array2DRowRealMatrix(new double[][] {{priorScale, 0}, {0, priorNode}});
    RealVector right = new ArrayRealVector(new double[] {priorScale, 0});
    for (Network network : networks) {
      RealVector row =
          new ArrayRealVector(
              new double[] {
                network.profiledMillis() / network.measuredMillis(),
                network.nodes() / network.measuredMillis()
              });
      matrix = matrix.add(row.outerProduct(row));
      right = right.add(row);
    }
    return new LUDecomposition(matrix).getSolver().solve(right).toArray();
  }

  private static double square(double value) {
    return value * value;
  }
}
