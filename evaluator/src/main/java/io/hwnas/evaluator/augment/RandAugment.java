package io.hwnas.evaluator.augment;

import io.hwnas.space.InvalidInputException;

/**
 * How many operations each image goes through, and how strong they are (Cubuk et al. 2020,
 * "RandAugment: Practical automated data augmentation with a reduced search space").
 *
 * @param operations how many {@link ImageOperation}s are drawn for each image, with repetition: N
 *     of the paper
 * @param magnitude their common strength: M of the paper, on its scale of 0 to {@value #STRONGEST}
 */
public record RandAugment(int operations, double magnitude) {
  /** The greatest magnitude. */
  public static final int STRONGEST = 30;

  /** The most operations on an image. */
  public static final int MOST_OPERATIONS = 8;

  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if there are no operations or too many, or the magnitude is
   *     outside its scale
   */
  public RandAugment {
    if (operations < 1 || operations > MOST_OPERATIONS) {
      throw new InvalidInputException(
          "rand-augment operations must be within 1 to %d, got %d"
              .formatted(MOST_OPERATIONS, operations));
    }
    if (!(magnitude >= 0 && magnitude <= STRONGEST)) {
      throw new InvalidInputException(
          "rand-augment magnitude must be within 0 to %d, got %s".formatted(STRONGEST, magnitude));
    }
  }

  /** Returns the strength as a share of the greatest. */
  double share() {
    return magnitude / STRONGEST;
  }
}
