package io.hwnas.evaluator;

import io.hwnas.evaluator.augment.RandAugment;
import io.hwnas.space.InvalidInputException;
import java.util.Optional;

/**
 * How training images are varied, anew at each step: shifted and mirrored, then by operations, then
 * cut, then mixed.
 *
 * @param shift most pixels an image is moved along each axis; what comes in is black
 * @param flip whether half the images are mirrored left to right
 * @param cutout side in pixels of a square set to the mean at a random place (DeVries and Taylor
 *     2017, "Improved regularization of convolutional neural networks with cutout"); 0 for none
 * @param mixup α of the distribution Beta(α, α) from which a batch's share λ is drawn: each image
 *     becomes λ of itself and 1 − λ of another of its batch, and so does its label (Zhang et al.
 *     2018, "mixup: beyond empirical risk minimization", equation 1); 0 for none
 * @param randAugment operations drawn for each image, if any
 */
public record Augmentation(
    int shift, boolean flip, int cutout, double mixup, Optional<RandAugment> randAugment) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false, 0);

  /** The greatest α of {@link #mixup}; from there on nearly all images are half and half. */
  public static final double GREATEST_MIXUP = 100;

  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if the shift or the cutout is negative, or α is outside 0 to
   *     {@link #GREATEST_MIXUP}
   */
  public Augmentation {
    if (shift < 0 || cutout < 0) {
      throw new InvalidInputException(
          "shift and cutout must not be negative, got %d and %d".formatted(shift, cutout));
    }
    if (!(mixup >= 0 && mixup <= GREATEST_MIXUP)) {
      throw new InvalidInputException(
          "mixup must be within 0 to %s, got %s".formatted(GREATEST_MIXUP, mixup));
    }
  }

  /**
   * Makes an augmentation that neither mixes images nor draws operations.
   *
   * @param shift most pixels an image is moved along each axis
   * @param flip whether half the images are mirrored left to right
   * @param cutout side in pixels of a square set to the mean; 0 for none
   */
  public Augmentation(int shift, boolean flip, int cutout) {
    this(shift, flip, cutout, 0, Optional.empty());
  }

  /**
   * Names it in checkpoints. What it does not do and earlier versions could not is left out, so
   * that their trainings go on.
   */
  String identity() {
    return "Augmentation[shift=%s, flip=%s, cutout=%s%s%s]"
        .formatted(
            shift,
            flip,
            cutout,
            mixup > 0 ? ", mixup=" + mixup : "",
            randAugment.map(operations -> ", randAugment=" + operations).orElse(""));
  }
}
