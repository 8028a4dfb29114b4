package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;

/**
 * How much a network learns from another's answers (Hinton, Vinyals and Dean 2015, "Distilling the
 * knowledge in a neural network").
 *
 * <p>The loss is (1 − weight)·cross-entropy with the labels + weight·T²·cross-entropy with the
 * teacher's softened answers.
 *
 * @param weight share of the teacher, in [0, 1]
 * @param temperature T, what both networks' logits are divided by, above 0
 */
public record Distillation(double weight, double temperature) {
  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if the weight is outside [0, 1] or the temperature not positive
   */
  public Distillation {
    if (!(weight >= 0 && weight <= 1)) {
      throw new InvalidInputException(
          "distillation weight must be within 0 to 1, got %s".formatted(weight));
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new InvalidInputException(
          "distillation temperature must be above 0, got %s".formatted(temperature));
    }
  }
}
