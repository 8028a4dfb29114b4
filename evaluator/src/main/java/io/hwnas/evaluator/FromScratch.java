package io.hwnas.evaluator;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.time.Duration;
import java.util.function.Function;

/**
 * Scores an architecture by what it reaches when it is trained from scratch for a few epochs: the
 * proxy of MnasNet's search (Tan et al. 2019, section 5: five epochs).
 *
 * <p>Every architecture is trained with the same recipe, seed and images, so that its answer
 * depends on nothing but the architecture. Use it from one thread at a time.
 */
public final class FromScratch implements AccuracyEvaluator {
  private final TrainingAlone training;
  private final long steps;
  private final long seed;
  private final Function<Architecture, CheckpointStore> stores;

  /**
   * How long, and how, each architecture is trained.
   *
   * @param recipe the recipe, which must not distil
   * @param epochs passes through the training images
   * @param seed decides first weights, orders and variations
   */
  public record Plan(TrainingRecipe recipe, double epochs, long seed) {
    /**
     * Checks the plan.
     *
     * @throws InvalidInputException if the epochs are not positive or the recipe distils
     */
    public Plan {
      if (!(epochs > 0 && Double.isFinite(epochs))) {
        throw new InvalidInputException("epochs must be above 0, got " + epochs);
      }
      if (recipe.distillation().isPresent()) {
        throw new InvalidInputException("a training from scratch has no teacher to distil from");
      }
    }
  }

  /**
   * Creates the evaluator.
   *
   * @param data what is trained on, and what makes it network input
   * @param validation the images that a trained network is scored on
   * @param plan how long, and how
   * @param options how libtorch is run
   * @param stores where an architecture's training keeps its checkpoints, to go on from
   * @param period longest time between two checkpoints
   */
  public FromScratch(
      DataSplit data,
      ValidationSet validation,
      Plan plan,
      TorchOptions options,
      Function<Architecture, CheckpointStore> stores,
      Duration period) {
    this.training = new TrainingAlone(data, validation, plan.recipe(), options, period);
    this.steps = TrainingTask.steps(plan.epochs(), data.training(), plan.recipe());
    this.seed = plan.seed();
    this.stores = stores;
  }

  /**
   * Returns how long each architecture is trained.
   *
   * @return optimiser steps, at least 1
   */
  public long steps() {
    return steps;
  }

  @Override
  public double accuracy(Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    Weights initial = WeightInit.training(graph, Seeds.of(seed, "from-scratch/initial"));
    Weights weights = training.train(graph, initial, steps, seed, stores.apply(architecture));
    return training.accuracy(graph, weights);
  }
}
