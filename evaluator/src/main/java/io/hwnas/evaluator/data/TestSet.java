package io.hwnas.evaluator.data;

/**
 * The images that are touched once, for the final figure.
 *
 * <p>Made by {@link DataSplit} alone, so that what is asked for by type cannot be another part.
 */
public final class TestSet {
  private final ImageSet images;

  TestSet(ImageSet images) {
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
