package io.hwnas.search;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A figure that is not known but expected.
 *
 * @param mean what is expected
 * @param deviation standard deviation of a normal distribution; 0 where it is certain
 */
record Chance(double mean, double deviation) {
  private static final NormalDistribution STANDARD = new NormalDistribution();

  /** Deviations beyond which there is no chance. */
  private static final double FAR = 8;

  /**
   * Returns the expected improvement: by how much the figure exceeds a value on average, where it
   * counts 0 if it does not (Jones, Schonlau and Welch 1998, equation 15).
   */
  double improvement(double beyond) {
    double better = mean - beyond;
    if (Math.abs(better) >= FAR * deviation) {
      return Math.max(0, better);
    }
    double standard = better / deviation;
    return better * STANDARD.cumulativeProbability(standard)
        + deviation * STANDARD.density(standard);
  }
}
