package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * A Gaussian process from decisions to one figure, under the {@link LikeliestKernel} of networks
 * that were evaluated. Unlike {@link FittedPredictor} it knows which decisions matter, and takes
 * what decisions do not explain for part of what an evaluation may give. Immutable.
 */
final class LikeliestPredictor {
  /** Networks that the kernel is chosen on: the time for it grows with their cube. */
  private static final int MOST_TO_CHOOSE_ON = 100;

  private final double mean;
  private final double scale;
  private final Kriging process;

  private LikeliestPredictor(double mean, double scale, Kriging process) {
    this.mean = mean;
    this.scale = scale;
    this.process = process;
  }

  /**
   * Fits a predictor.
   *
   * @param networks canonical vectors of one space
   * @param figures what each scored
   */
  static LikeliestPredictor fit(List<DecisionVector> networks, double[] figures) {
    double mean = new Mean().evaluate(figures);
    double deviation = new StandardDeviation().evaluate(figures);
    double scale = deviation > 0 ? deviation : 1;
    double[] standard = new double[figures.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = (figures[i] - mean) / scale;
    }
    int[][] choices = networks.stream().map(DecisionVector::toArray).toArray(int[][]::new);
    Kriging process = Kriging.of(kernel(choices, standard), choices, standard);
    return new LikeliestPredictor(mean, scale, process);
  }

  /** Returns the likeliest kernel, by a part of the networks where there are many. */
  private static DecisionKernel kernel(int[][] networks, double[] figures) {
    int step = (figures.length + MOST_TO_CHOOSE_ON - 1) / MOST_TO_CHOOSE_ON;
    int size = (figures.length + step - 1) / step;
    int[][] some = new int[size][];
    double[] theirs = new double[size];
    for (int i = 0; i < size; i++) {
      some[i] = networks[i * step];
      theirs[i] = figures[i * step];
    }
    return LikeliestKernel.of(some, theirs);
  }

  /** Returns what evaluating a network may give. */
  Chance predict(DecisionVector network) {
    return inUnits(process.predict(network.toArray()));
  }

  /** Predicts a network much faster: the same mean, but no more than a bound of the deviation. */
  Chance predictRoughly(DecisionVector network) {
    return inUnits(process.predictRoughly(network.toArray()));
  }

  private Chance inUnits(Chance ofStandard) {
    return new Chance(mean + scale * ofStandard.mean(), scale * ofStandard.deviation());
  }
}
