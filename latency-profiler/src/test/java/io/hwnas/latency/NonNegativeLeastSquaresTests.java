package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class NonNegativeLeastSquaresTests {
  private static double[] solve(double[][] rows, double[] targets) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows);
    RealMatrix transposed = matrix.transpose();
    return NonNegativeLeastSquares.solve(transposed.multiply(matrix), transposed.operate(targets));
  }

  @Test
  void findsCoefficientsThatFit() {
    double[][] rows = {{1, 0}, {1, 1}, {1, 2}};
    assertArrayEquals(new double[] {2, 3}, solve(rows, new double[] {2, 5, 8}), 1e-6);
  }

  @Test
  void leavesOutATermThatWouldBeNegative() {
    double[][] rows = {{1, 0}, {1, 1}, {1, 2}};
    assertArrayEquals(new double[] {5, 0}, solve(rows, new double[] {8, 5, 2}), 1e-6);
  }

  @Test
  void sharesBetweenEqualTerms() {
    double[][] rows = {{1, 1}, {2, 2}};
    double[] solution = solve(rows, new double[] {3, 6});
    assertArrayEquals(new double[] {3}, new double[] {solution[0] + solution[1]}, 1e-6);
  }

  /** Karush, Kuhn and Tucker: no coefficient can move and lessen the error. */
  @Property(tries = 200)
  void noCoefficientCanBeBettered(@ForAll long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[12][6];
    double[] targets = new double[12];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = random.nextDouble();
      }
      targets[i] = random.nextDouble();
    }
    double[] solution = solve(rows, targets);
    RealMatrix matrix = new Array2DRowRealMatrix(rows);
    double[] errors = matrix.operate(solution);
    for (int i = 0; i < errors.length; i++) {
      errors[i] -= targets[i];
    }
    double[] gradient = matrix.transpose().operate(errors);
    for (int j = 0; j < solution.length; j++) {
      assertTrue(solution[j] >= 0);
      assertTrue(gradient[j] > -1e-6 && (solution[j] == 0 || gradient[j] < 1e-6));
    }
  }
}
