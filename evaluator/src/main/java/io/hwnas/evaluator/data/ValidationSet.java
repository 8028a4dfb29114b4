package io.hwnas.evaluator.data;

/**
 * The images that search, NetAdapt and early stopping score on; no weight is ever fitted to them.
 *
 * <p>Made by {@link DataSplit} alone, so that what is asked for by type cannot be another part.
 */
public final class ValidationSet {
  private final ImageSet images;

  ValidationSet(ImageSet images) {
    this.images = images;
  }

  /**
   * Returns the images.
   *
   * @return the images with their labels
   */
  public ImageSet images() {
    return images;
  }
}
