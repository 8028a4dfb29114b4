package io.hwnas.evaluator.augment;

/**
 * The operations of RandAugment, with the greatest strengths of AutoAugment (Cubuk et al. 2019,
 * table 6).
 *
 * <p>Those with a direction take either with equal chance. Those of colours leave grey images as
 * they are.
 */
public enum ImageOperation {
  /** Leaves the image as it is. */
  IDENTITY,
  /** Stretches each channel to 0 to 255. */
  AUTO_CONTRAST,
  /** Makes all values of each channel as frequent as each other. */
  EQUALIZE,
  /** Turns by up to 30° about the centre. */
  ROTATE,
  /** Inverts all samples from a threshold up, from none (weakest) to all. */
  SOLARIZE,
  /** Blends with the grey image, or away from it. */
  COLOR,
  /** Keeps the upper 8 (weakest) to 4 bits of each sample. */
  POSTERIZE,
  /** Blends with the image's mean luma, or away from it. */
  CONTRAST,
  /** Blends with black, or away from it. */
  BRIGHTNESS,
  /** Blends with the smoothed image, or away from it. */
  SHARPNESS,
  /** Shears along x by up to 0.3 of the height. */
  SHEAR_X,
  /** Shears along y by up to 0.3 of the width. */
  SHEAR_Y,
  /** Moves along x by up to 150/331 of the width. */
  TRANSLATE_X,
  /** Moves along y by up to 150/331 of the height. */
  TRANSLATE_Y
}
