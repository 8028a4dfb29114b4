package io.hwnas.latency;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Least squares with coefficients that are not negative, on the normal equations, by the active-set
 * method of Lawson and Hanson ("Solving Least Squares Problems", 1974, chapter 23) in the form of
 * Bro and de Jong (Journal of Chemometrics 11, 1997).
 */
final class NonNegativeLeastSquares {
  /** Added to the diagonal, relatively, so that equal columns can be told apart. */
  private static final double RIDGE = 1e-9;

  private static final double TOLERANCE = 1e-10;
  private static final int ROUNDS_PER_COLUMN = 5;

  private final RealMatrix gram;
  private final double[] right;
  private final boolean[] free;
  private double[] solution;

  private NonNegativeLeastSquares(RealMatrix gram, double[] right, double[] start) {
    this.gram = gram;
    this.right = right;
    this.free = new boolean[right.length];
    this.solution = start.clone();
    for (int i = 0; i < start.length; i++) {
      free[i] = start[i] > 0;
    }
  }

  /**
   * Solves for the coefficients.
   *
   * @param gram product of the transposed rows with the rows, with a diagonal of the order of 1
   * @param right product of the transposed rows with the targets
   * @return the coefficients, none negative
   */
  static double[] solve(RealMatrix gram, double[] right) {
    return solve(gram, right, new double[right.length]);
  }

  /**
   * Solves for the coefficients from those of a problem much like this, which takes fewer rounds.
   *
   * @param gram product of the transposed rows with the rows, with a diagonal of the order of 1
   * @param right product of the transposed rows with the targets
   * @param start coefficients, none negative, of which those that are positive likely stay so
   * @return the coefficients, none negative: the same as from any other start
   */
  static double[] solve(RealMatrix gram, double[] right, double[] start) {
    RealMatrix ridged = gram.copy();
    for (int i = 0; i < right.length; i++) {
      ridged.addToEntry(i, i, RIDGE * (1 + gram.getEntry(i, i)));
    }
    return new NonNegativeLeastSquares(ridged, right, start).solve();
  }

  private double[] solve() {
    settle();
    for (int round = 0; round < ROUNDS_PER_COLUMN * right.length; round++) {
      int steepest = steepest();
      if (steepest < 0) {
        break;
      }
      free[steepest] = true;
      settle();
    }
    return solution;
  }

  /** Makes the solution the best of its free coefficients, some of which may become zero. */
  private void settle() {
    double[] wanted = unconstrained();
    while (hasNegative(wanted)) {
      moveTowards(wanted);
      wanted = unconstrained();
    }
    solution = wanted;
  }

  /** The coefficient at zero that would best grow; -1 where none would. */
  private int steepest() {
    double[] fitted = gram.operate(solution);
    int steepest = -1;
    double most = TOLERANCE;
    for (int i = 0; i < right.length; i++) {
      if (!free[i] && right[i] - fitted[i] > most) {
        most = right[i] - fitted[i];
        steepest = i;
      }
    }
    return steepest;
  }

  /** Least squares over the free coefficients, the others at zero. */
  private double[] unconstrained() {
    int[] places = IntStream.range(0, free.length).filter(i -> free[i]).toArray();
    double[] all = new double[right.length];
    if (places.length == 0) {
      return all;
    }
    RealVector target = new ArrayRealVector(places.length);
    for (int i = 0; i < places.length; i++) {
      target.setEntry(i, right[places[i]]);
    }
    RealMatrix part = new Array2DRowRealMatrix(gram.getSubMatrix(places, places).getData(), false);
    double[] solved = new LUDecomposition(part, 0).getSolver().solve(target).toArray();
    for (int i = 0; i < places.length; i++) {
      all[places[i]] = solved[i];
    }
    return all;
  }

  private boolean hasNegative(double[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (free[i] && wanted[i] <= 0) {
        return true;
      }
    }
    return false;
  }

  /** Goes as far as no coefficient becomes negative, and fixes those that become zero. */
  private void moveTowards(double[] wanted) {
    double step = 1;
    for (int i = 0; i < wanted.length; i++) {
      if (free[i] && wanted[i] <= 0) {
        double way = solution[i] - wanted[i];
        step = way > 0 ? Math.min(step, solution[i] / way) : 0;
      }
    }
    double[] moved = new double[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      moved[i] = solution[i] + step * (wanted[i] - solution[i]);
      if (free[i] && wanted[i] <= 0 && moved[i] <= TOLERANCE) {
        free[i] = false;
        moved[i] = 0;
      }
    }
    solution = moved;
  }
}
