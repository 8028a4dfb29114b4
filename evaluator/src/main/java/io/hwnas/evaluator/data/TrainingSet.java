package io.hwnas.evaluator.data;

/**
 * The images that weights are fitted to and batch-norm statistics are taken from.
 *
 * <p>Made by {@link DataSplit} alone, so that what is asked for by type cannot be another part.
 */
public final class TrainingSet {
  private final ImageSet images;

  TrainingSet(ImageSet images) {
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
