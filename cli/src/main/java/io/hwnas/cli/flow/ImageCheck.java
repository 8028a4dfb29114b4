package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.config.SupernetConfig;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.InvalidInputException;

/**
 * Holds what a configuration takes of the training images at once against how many there are.
 *
 * @param images number of training images
 */
public record ImageCheck(int images) {
  /**
   * Refuses a configuration that takes more images than there are.
   *
   * @throws InvalidInputException naming the key
   */
  void requireEnough(RunConfig config) {
    requireEnough(config.supernet());
    requireAtMost("training", config.recipe());
    requireAtMost("search.finalists.recipe", config.search().finalists().recipe());
    requireAtMost("netadapt.recipe", config.netAdapt().recipe());
    requireAtMost("fine-tuning.recipe", config.fineTuning().recipe());
  }

  /**
   * Refuses a supernet that takes more images than there are.
   *
   * @throws InvalidInputException naming the key
   */
  void requireEnough(SupernetConfig supernet) {
    supernet
        .calibrationImages()
        .ifPresent(wanted -> requireAtMost("supernet.calibration-images", wanted));
    requireAtMost("supernet.recipe", supernet.recipe());
  }

  /**
   * Refuses a training whose batches are of more images than there are.
   *
   * @param section the section of its recipe
   * @param recipe the recipe
   * @throws InvalidInputException naming the key
   */
  public void requireAtMost(String section, TrainingRecipe recipe) {
    requireAtMost(section + ".batch-size", recipe.batchSize());
  }

  /**
   * Refuses more images than there are.
   *
   * @param key where they are asked for
   * @param wanted how many are
   * @throws InvalidInputException naming the key
   */
  public void requireAtMost(String key, int wanted) {
    if (wanted > images) {
      throw new InvalidInputException(
          "%s: there are %d training images, you asked for %d; give at most %d"
              .formatted(key, images, wanted, images));
    }
  }
}
