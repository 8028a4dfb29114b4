package io.hwnas.latency;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The time of a family's blocks as a non-negative sum of {@link BlockTerms}, by least squares of
 * relative errors.
 *
 * <p>What channels are rounded up to is measured too: it is the multiple that predicts blocks left
 * out of the fit best.
 */
final class Staircase {
  private static final List<Integer> ROUNDINGS = List.of(1, 4, 8, 16);
  private static final int FOLDS = 10;

  /** No block takes less than this share of the fastest that was measured. */
  private static final double LEAST_SHARE = 0.1;

  private final int rounding;
  private final double[] coefficients;
  private final double leftOutError;
  private final double leastMillis;

  private Staircase(int rounding, double[] coefficients, double leftOutError, double leastMillis) {
    this.leastMillis = leastMillis;
    this.rounding = rounding;
    this.coefficients = coefficients;
    this.leftOutError = leftOutError;
  }

  /** Fits the sum to samples of one family, at least one. */
  static Staircase fit(List<BlockSample> samples) {
    Staircase best = null;
    for (int rounding : ROUNDINGS) {
      Staircase fitted = new Fit(samples, rounding).fit();
      if (best == null || fitted.leftOutError < best.leftOutError) {
        best = fitted;
      }
    }
    return best;
  }

  /** The time of a block of the family, in milliseconds, positive. */
  double millis(BlockKey block) {
    double[] terms = BlockTerms.of(block, rounding);
    double millis = 0;
    for (int i = 0; i < terms.length; i++) {
      millis += coefficients[i] * terms[i];
    }
    return Math.max(leastMillis, millis);
  }

  /** What packed channels are rounded up to multiples of. */
  int rounding() {
    return rounding;
  }

  /** Relative root-mean-square error on samples left out of the fit. */
  double leftOutError() {
    return leftOutError;
  }

  /** One fit; rows are divided by the measured time, so that every target is 1. */
  private static final class Fit {
    private final int rounding;
    private final int count;
    private final int width;
    private final double[] scales;
    private final double[][] rows;
    private final double leastMillis;

    Fit(List<BlockSample> samples, int rounding) {
      this.rounding = rounding;
      this.count = samples.size();
      this.rows = new double[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = BlockTerms.of(samples.get(i).block(), rounding);
        for (int term = 0; term < rows[i].length; term++) {
          rows[i][term] /= samples.get(i).millis();
        }
      }
      this.width = rows[0].length;
      this.leastMillis =
          LEAST_SHARE * samples.stream().mapToDouble(BlockSample::millis).min().orElseThrow();
      this.scales = new double[width];
      for (int term = 0; term < width; term++) {
        double squares = 0;
        for (double[] row : rows) {
          squares += row[term] * row[term];
        }
        scales[term] = squares == 0 ? 1 : Math.sqrt(squares);
        for (double[] row : rows) {
          row[term] /= scales[term];
        }
      }
    }

    Staircase fit() {
      double[] fitted = solve(-1, new double[width]);
      double squares = 0;
      for (int fold = 0; fold < Math.min(FOLDS, count); fold++) {
        double[] others = count > 1 ? solve(fold, fitted) : fitted;
        for (int i = fold; i < count; i += FOLDS) {
          double error = dot(others, rows[i]) - 1;
          squares += error * error;
        }
      }
      for (int term = 0; term < width; term++) {
        fitted[term] /= scales[term];
      }
      return new Staircase(rounding, fitted, Math.sqrt(squares / count), leastMillis);
    }

    /** Solves on all rows but those of a fold, from coefficients near by. */
    private double[] solve(int leftOut, double[] start) {
      RealMatrix gram = new Array2DRowRealMatrix(width, width);
      double[] right = new double[width];
      for (int i = 0; i < count; i++) {
        if (i % FOLDS != leftOut) {
          for (int a = 0; a < width; a++) {
            right[a] += rows[i][a];
            for (int b = 0; b < width && rows[i][a] != 0; b++) {
              gram.addToEntry(a, b, rows[i][a] * rows[i][b]);
            }
          }
        }
      }
      return NonNegativeLeastSquares.solve(gram, right, start);
    }

    private static double dot(double[] one, double[] other) {
      double sum = 0;
      for (int i = 0; i < one.length; i++) {
        sum += one[i] * other[i];
      }
      return sum;
    }
  }
}
