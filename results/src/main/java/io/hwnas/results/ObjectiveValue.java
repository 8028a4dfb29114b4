package io.hwnas.results;

/**
 * What one trial scored in one objective.
 *
 * @param name the objective, such as {@code accuracy} or {@code latencyMillis}
 * @param value the score, in the objective's unit; finite
 * @param uncertainty one standard error of the score, in the same unit; 0 where unknown
 */
public record ObjectiveValue(String name, double value, double uncertainty) {
  /** Checks that both numbers are finite and the uncertainty is not negative. */
  public ObjectiveValue {
    if (!Double.isFinite(value) || !Double.isFinite(uncertainty) || uncertainty < 0) {
      throw new IllegalArgumentException(
          "objective %s has value %s and uncertainty %s".formatted(name, value, uncertainty));
    }
  }

  /**
   * Returns a score of unknown uncertainty.
   *
   * @param name the objective
   * @param value the score
   * @return the score
   */
  public static ObjectiveValue of(String name, double value) {
    return new ObjectiveValue(name, value, 0);
  }
}
