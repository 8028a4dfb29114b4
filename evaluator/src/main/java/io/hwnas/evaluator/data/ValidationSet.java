package io.hwnas.evaluator.data;

import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
   * Draws some of the images, as many of each class as of every other, give or take one.
   *
   * @param count how many
   * @param seed decides which
   * @return a set of them in the order of this one; this one if it has no more
   */
  public ValidationSet sample(int count, long seed) {
    if (count >= images.size()) {
      return this;
    }
    List<List<Integer>> classes = new ArrayList<>();
    for (int label = 0; label < images.classCount(); label++) {
      List<Integer> ofClass = DataSplit.indexesOf(images, label);
      DataSplit.shuffle(ofClass, Seeds.of(seed, "data/validation-sample", label));
      classes.add(ofClass);
    }
    List<Integer> drawn = new ArrayList<>();
    for (int round = 0; drawn.size() < count; round++) {
      for (List<Integer> ofClass : classes) {
        if (round < ofClass.size() && drawn.size() < count) {
          drawn.add(ofClass.get(round));
        }
      }
    }
    Collections.sort(drawn);
    return new ValidationSet(images.select(drawn));
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
