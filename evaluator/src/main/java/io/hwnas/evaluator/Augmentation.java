package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;

/**
 * How training images are varied, anew at each step.
 *
 * @param shift most pixels an image is moved along each axis; what comes in is black
 * @param flip whether half the images are mirrored left to right
 * @param cutout side in pixels of a square set to the mean at a random place (DeVries and Taylor
 *     2017, "Improved regularization of convolutional neural networks with cutout"); 0 for none
 */
public record Augmentation(int shift, boolean flip, int cutout) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false, 0);

  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if the shift or the cutout is negative
   */
  public Augmentation {
    if (shift < 0 || cutout < 0) {
      throw new InvalidInputException(
          "shift and cutout must not be negative, got %d and %d".formatted(shift, cutout));
    }
  }
}
