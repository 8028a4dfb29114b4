package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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

  private static double[][] rows(Random random) {
    double[][] rows = new double[12][];
    Arrays.setAll(rows, row -> random.doubles(6).toArray());
    return rows;
  }

  @Property(tries = 200)
  void whereItStartsDoesNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    RealMatrix matrix = new Array2DRowRealMatrix(rows(random));
    RealMatrix gram = matrix.transpose().multiply(matrix);
    double[] right = matrix.transpose().operate(random.doubles(12).toArray());
    double[] start = random.doubles(6).map(value -> Math.max(0, value - 0.5)).toArray();
    assertArrayEquals(
        NonNegativeLeastSquares.solve(gram, right),
        NonNegativeLeastSquares.solve(gram, right, start),
        1e-6);
  }

  /** Karush, Kuhn and Tucker: no coefficient can move and lessen the error. */
  @Property(tries = 200)
  void noCoefficientCanBeBettered(@ForAll long seed) {
    Random random = new Random(seed);
    double[][] rows = rows(random);
    double[] targets = random.doubles(12).toArray();
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
