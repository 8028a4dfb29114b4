package io.hwnas.evaluator;

import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.evaluator.data.TrainingSet;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;

/**
 * A supernet to be trained.
 *
 * @param space the space whose architectures share the weights
 * @param initial first values of all shared weights
 * @param training the images that weights are fitted to and statistics taken from
 * @param validation the images that subnets are scored on
 * @param normalisation what makes them network input
 * @param recipe how; where it distils, the largest subnet teaches the others of its step
 * @param sampling which subnets learn in each step
 * @param source where the random ones come from
 * @param calibrationImages training images that a subnet's batch-norm statistics are taken from
 * @param budget how long
 * @param resolutions at which resolutions; statistics are taken, and subnets scored, at the space's
 *     own
 * @param sharing which weights subnets have in common
 * @param seed decides subnets, orders, variations and dropout
 */
public record SupernetTask(
    SearchSpace space,
    Weights initial,
    TrainingSet training,
    ValidationSet validation,
    Normalisation normalisation,
    TrainingRecipe recipe,
    SubnetSampling sampling,
    SubnetSource source,
    int calibrationImages,
    TrainingBudget budget,
    ResolutionSchedule resolutions,
    WeightSharing sharing,
    long seed) {
  /**
   * Checks that everything fits together.
   *
   * @throws InvalidInputException if the weights do not fit the space, the images its networks or
   *     the resolutions it, a number is out of range, the recipe distils without the largest
   *     subnet, or the largest learns first where subnets are no slices of it
   */
  public SupernetTask {
    LayerGraph largest = LayerGraph.of(space.decode(space.largest()));
    initial.requireFits(sharing.all(space));
    resolutions.requireFits(space);
    TorchNetwork.requireFits(training.images(), largest);
    TorchNetwork.requireFits(validation.images(), largest);
    if (calibrationImages < 2 || calibrationImages > training.images().size()) {
      throw new InvalidInputException(
          "calibration images must be within 2 to the %d training images, got %d"
              .formatted(training.images().size(), calibrationImages));
    }
    if (recipe.distillation().isPresent() && !sampling.largest()) {
      throw new InvalidInputException(
          "distillation within the supernet needs the largest subnet in each step");
    }
    if (sampling.largestFirst() > 0 && !sharing.allOfLargest(space)) {
      throw new InvalidInputException(
          "the largest network can learn first where all others are slices of it");
    }
  }

  /**
   * Initialises the shared weights of a space.
   *
   * @param space the space
   * @param sharing which weights subnets have in common
   * @param seed decides the values
   * @return first values of all shared weights
   * @throws InvalidInputException if the space's networks cannot share weights so
   */
  public static Weights initialise(SearchSpace space, WeightSharing sharing, long seed) {
    return WeightInit.training(sharing.all(space), Seeds.of(seed, "supernet/initial"));
  }
}
