package io.hwnas.latency;

import io.hwnas.probe.Require;
import io.hwnas.space.InvalidInputException;
import java.util.Collection;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Confidence interval of a median, at 95 %.
 *
 * @param lowMillis its lower end in milliseconds, not negative
 * @param highMillis its upper end in milliseconds
 */
public record MedianInterval(double lowMillis, double highMillis) {
  /** The fewest values whose range holds the median with 95 %: 2 · 0.5⁶ is below 5 %. */
  public static final int LEAST_VALUES = 6;

  /** Half of what the interval may miss. */
  private static final double TAIL = 0.025;

  /** The normal distribution's quantile for it. */
  private static final double NORMAL_QUANTILE = 1.96;

  /** Standard error of a normal sample's median over that of its mean: √(π/2). */
  private static final double MEDIAN_OVER_MEAN = Math.sqrt(Math.PI / 2);

  /** Checks that the ends are in order. */
  public MedianInterval {
    Require.notNegative("the lower end of an interval", lowMillis);
    Require.notNegative("the upper end of an interval", highMillis);
    if (highMillis < lowMillis) {
      throw new InvalidInputException(
          "an interval must not end, at %s ms, before it begins, at %s ms"
              .formatted(highMillis, lowMillis));
    }
  }

  /**
   * Takes the interval from order statistics, which supposes no distribution: the k-th value from
   * below and from above, where fewer than k of n values lie below the median with a probability of
   * at most 2.5 % (David and Nagaraja 2003, "Order Statistics", section 7.1). Of fewer than {@value
   * #LEAST_VALUES} values no two enclose the median so surely; then the interval is their whole
   * range.
   */
  static MedianInterval ofValues(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int count = sorted.size();
    BinomialDistribution below = new BinomialDistribution(count, 0.5);
    int skipped = 0;
    while (below.cumulativeProbability(skipped) <= TAIL) {
      skipped++;
    }
    int first = Math.max(0, skipped - 1);
    return new MedianInterval(
        Rounding.millis(sorted.get(first)), Rounding.millis(sorted.get(count - 1 - first)));
  }

  /** Takes the interval from a normal distribution's deviation. */
  static MedianInterval ofSpread(int count, double medianMillis, double spreadMillis) {
    double half = NORMAL_QUANTILE * MEDIAN_OVER_MEAN * spreadMillis / Math.sqrt(count);
    return new MedianInterval(
        Math.min(medianMillis, Rounding.millis(Math.max(0, medianMillis - half))),
        Math.max(medianMillis, Rounding.millis(medianMillis + half)));
  }

  /**
   * Returns half the interval's length as a fraction of the median.
   *
   * @param medianMillis the median, in milliseconds
   * @return the fraction; 0 where the median is 0
   */
  public double relativeHalfWidth(double medianMillis) {
    return medianMillis == 0 ? 0 : (highMillis - lowMillis) / 2 / medianMillis;
  }
}
