package io.hwnas.cli.ranking;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How far two orders of the same networks agree.
 *
 * @param kendallTau Kendall's τ-b; 0 where one of them orders nothing
 * @param low 2.5th percentile of τ over bootstrap resamples of the networks (Efron 1979)
 * @param high 97.5th percentile
 * @param spearmanRho Spearman's ρ; 0 where one of them orders nothing
 */
public record RankCorrelation(double kendallTau, double low, double high, double spearmanRho) {
  private static final double LOW_PERCENT = 2.5;
  private static final double HIGH_PERCENT = 97.5;

  /**
   * Compares two orders.
   *
   * @param scores a score of each network
   * @param truth its true accuracy, in the same order
   * @param resamples how many bootstrap resamples
   * @param random draws them
   * @return how far they agree
   * @throws IllegalArgumentException if the lists differ in length or hold fewer than 2 networks
   */
  public static RankCorrelation of(
      List<Double> scores, List<Double> truth, int resamples, RandomGenerator random) {
    if (scores.size() != truth.size() || truth.size() < 2) {
      throw new IllegalArgumentException(
          "%d scores and %d accuracies".formatted(scores.size(), truth.size()));
    }
    double[] x = scores.stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = truth.stream().mapToDouble(Double::doubleValue).toArray();
    double[] taus = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      int[] places = random.ints(x.length, 0, x.length).toArray();
      taus[i] = tau(picked(x, places), picked(y, places));
    }
    return new RankCorrelation(
        tau(x, y),
        new Percentile(LOW_PERCENT).evaluate(taus),
        new Percentile(HIGH_PERCENT).evaluate(taus),
        orZero(new SpearmansCorrelation().correlation(x, y)));
  }

  private static double[] picked(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }

  private static double tau(double[] x, double[] y) {
    return orZero(new KendallsCorrelation().correlation(x, y));
  }

  private static double orZero(double correlation) {
    return Double.isNaN(correlation) ? 0 : correlation;
  }
}
