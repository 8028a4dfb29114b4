package io.hwnas.search;

/**
 * What an objective says of one network, and how far to trust it.
 *
 * @param value the value in the objective's unit; a search counts a value that is not finite as a
 *     failed evaluation
 * @param uncertainty one standard error of the value, in the same unit; 0 where it is exact or
 *     unknown
 */
public record Estimate(double value, double uncertainty) {
  /**
   * Returns a value that is exact or of unknown uncertainty.
   *
   * @param value the value
   * @return the estimate
   */
  public static Estimate of(double value) {
    return new Estimate(value, 0);
  }
}
