package io.hwnas.evaluator.predictor;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/**
 * Ridge regression of scores on decisions and pairs of decisions, fitted to networks that were
 * scored: what it says of them has less of the scores' noise than the scores have.
 *
 * <p>The inputs are the one-hot decisions and the products of every two of them, so that a score
 * may depend on what is chosen in each place and in each two places. With k decisions in common,
 * two networks have k of the first and k (k − 1) / 2 of the second in common: the fit needs that
 * kernel alone. The penalty is the one, of a grid, of the least squared error when each network is
 * left out in turn, which has a closed form (Allen 1974, "The relationship between variable
 * selection and data augmentation and a method for prediction"). Immutable.
 */
public final class PairwiseRidge {
  /** Below, a fit says nothing. */
  public static final int LEAST = 8;

  /** Penalties that are tried, two to a power of ten, as shares of the kernel's mean diagonal. */
  private static final int PENALTIES = 13;

  private static final double LEAST_PENALTY = 1e-4;
  private static final double MOST_PENALTY = 1e2;

  /** What differs by less, for rounding, is the same. */
  private static final double SYMMETRY = 1e-9;

  private final DecisionEncoding encoding;
  private final RealMatrix inputs;
  private final Centring centring;
  private final RealVector weights;
  private final double mean;
  private final double penalty;
  private final List<Double> fitted;

  /** The means of a kernel's rows, and of all of it. */
  private record Centring(double[] rows, double all) {
    static Centring of(RealMatrix kernel) {
      double[] rows =
          IntStream.range(0, kernel.getRowDimension())
              .mapToDouble(i -> new Mean().evaluate(kernel.getRow(i)))
              .toArray();
      return new Centring(rows, new Mean().evaluate(rows));
    }

    RealMatrix centred(RealMatrix kernel) {
      RealMatrix centred = kernel.copy();
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < rows.length; j++) {
          centred.addToEntry(i, j, all - rows[i] - rows[j]);
        }
      }
      return centred;
    }

    RealVector centred(RealVector alike) {
      double own = new Mean().evaluate(alike.toArray());
      return new ArrayRealVector(
          IntStream.range(0, rows.length)
              .mapToDouble(i -> alike.getEntry(i) - rows[i] - own + all)
              .toArray(),
          false);
    }
  }

  private PairwiseRidge(
      DecisionEncoding encoding, RealMatrix inputs, Centring centring, double mean, Fit fit) {
    this.encoding = encoding;
    this.inputs = inputs;
    this.centring = centring;
    this.mean = mean;
    this.weights = fit.weights();
    this.penalty = fit.penalty();
    this.fitted = Arrays.stream(fit.fitted().mapAdd(mean).toArray()).boxed().toList();
  }

  /** A fit at one penalty, and the squared error on networks left out. */
  private record Fit(double penalty, RealVector weights, RealVector fitted, double leftOutError) {
    static Fit of(RealMatrix kernel, RealVector scores, double penalty) {
      int size = scores.getDimension();
      RealMatrix penalised = kernel.copy();
      for (int i = 0; i < size; i++) {
        penalised.addToEntry(i, i, penalty);
      }
      RealMatrix inverse =
          new CholeskyDecomposition(penalised, SYMMETRY, Double.MIN_NORMAL)
              .getSolver()
              .getInverse();
      RealVector weights = inverse.operate(scores);
      double error = 0;
      for (int i = 0; i < size; i++) {
        // The mean, which has no penalty, takes 1 / size of each residual's freedom.
        double freedom = penalty * inverse.getEntry(i, i) - 1.0 / size;
        error += Math.pow(penalty * weights.getEntry(i) / Math.max(SYMMETRY, freedom), 2);
      }
      return new Fit(penalty, weights, scores.subtract(weights.mapMultiply(penalty)), error);
    }
  }

  /**
   * Fits the scores of networks.
   *
   * @param space the space
   * @param networks canonical vectors of it, at least {@value #LEAST}, all different
   * @param scores what each scored, in the same order
   * @return the fit
   * @throws InvalidInputException if there are too few networks
   * @throws IllegalArgumentException if the lists differ in length
   */
  public static PairwiseRidge fit(
      SearchSpace space, List<DecisionVector> networks, List<Double> scores) {
    if (networks.size() != scores.size()) {
      throw new IllegalArgumentException(
          "%d networks and %d scores".formatted(networks.size(), scores.size()));
    }
    if (networks.size() < LEAST) {
      throw new InvalidInputException(
          "a regression over decisions needs at least %d scored networks, not %d"
              .formatted(LEAST, networks.size()));
    }
    DecisionEncoding encoding = DecisionEncoding.of(DecisionEncoding.ONE_HOT, space);
    RealMatrix inputs = new Array2DRowRealMatrix(networks.size(), encoding.size());
    for (int i = 0; i < networks.size(); i++) {
      inputs.setRow(i, input(encoding, networks.get(i)));
    }
    RealMatrix kernel = inputs.multiply(inputs.transpose());
    for (int i = 0; i < networks.size(); i++) {
      for (int j = 0; j < networks.size(); j++) {
        kernel.setEntry(i, j, withPairs(kernel.getEntry(i, j)));
      }
    }
    Centring centring = Centring.of(kernel);
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    RealVector centred =
        new ArrayRealVector(scores.stream().mapToDouble(score -> score - mean).toArray(), false);
    return new PairwiseRidge(
        encoding, inputs, centring, mean, best(centring.centred(kernel), centred));
  }

  /** Counts, for two networks with so many decisions in common, those and the pairs of them. */
  private static double withPairs(double common) {
    return common + common * (common - 1) / 2;
  }

  private static Fit best(RealMatrix kernel, RealVector scores) {
    double scale = kernel.getTrace() / scores.getDimension();
    Fit best = null;
    for (int i = 0; i < PENALTIES; i++) {
      double penalty =
          Math.max(SYMMETRY, scale)
              * LEAST_PENALTY
              * Math.pow(MOST_PENALTY / LEAST_PENALTY, i / (PENALTIES - 1.0));
      Fit fit = Fit.of(kernel, scores, penalty);
      best = best == null || fit.leftOutError() < best.leftOutError() ? fit : best;
    }
    return best;
  }

  private static double[] input(DecisionEncoding encoding, DecisionVector network) {
    float[] encoded = encoding.encode(network);
    return IntStream.range(0, encoded.length).mapToDouble(i -> encoded[i]).toArray();
  }

  /**
   * Returns the fit's value of each network that it was fitted to.
   *
   * @return smoothed scores, in the order of the networks
   */
  public List<Double> fitted() {
    return fitted;
  }

  /**
   * Predicts a network.
   *
   * @param network its canonical vector
   * @return the score expected of it
   */
  public double predict(DecisionVector network) {
    RealVector alike = inputs.operate(new ArrayRealVector(input(encoding, network), false));
    alike.mapToSelf(PairwiseRidge::withPairs);
    return mean + centring.centred(alike).dotProduct(weights);
  }

  /**
   * Returns the penalty that was chosen.
   *
   * @return the weight of the squared coefficients, above 0
   */
  public double penalty() {
    return penalty;
  }
}
