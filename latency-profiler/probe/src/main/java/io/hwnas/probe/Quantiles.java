package io.hwnas.probe;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of samples. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * Returns the median.
   *
   * @param values at least one
   * @return the median
   */
  public static double median(Collection<Double> values) {
    return quantile(values, 0.5);
  }

  /**
   * Returns a quantile by linear interpolation between order statistics (R's type 7).
   *
   * @param values at least one
   * @param fraction from 0, the least, to 1, the greatest
   * @return the quantile
   */
  public static double quantile(Collection<Double> values, double fraction) {
    double[] sorted = sorted(values);
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Returns a robust standard deviation: the interquartile range over that of the unit normal.
   *
   * @param values at least one
   * @return the deviation
   */
  public static double deviation(Collection<Double> values) {
    return (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349;
  }

  private static double[] sorted(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
