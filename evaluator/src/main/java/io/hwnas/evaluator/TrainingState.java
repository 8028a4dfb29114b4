package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * What a training keeps between two steps beside its weights: the optimiser, the moving average,
 * how far it has come; and the images that the next step sees.
 */
final class TrainingState implements AutoCloseable {
  /**
   * What is trained on, how, and for how long.
   *
   * @param images the training images
   * @param normalisation what makes network input of them
   * @param recipe how steps are made
   * @param budget how long
   * @param seed draws order and variations of the images
   * @param options how libtorch is run
   */
  record Plan(
      ImageSet images,
      Normalisation normalisation,
      TrainingRecipe recipe,
      TrainingBudget budget,
      long seed,
      TorchOptions options) {
    /** What a checkpoint must be of to be gone on from; the recipe with all that goes with it. */
    Map<String, String> identity(String kind, String of, String name, String wholeRecipe) {
      return Map.of(
          "kind",
          kind,
          of,
          name,
          "seed",
          Long.toString(seed),
          "steps",
          budget.toString(),
          RECIPE,
          wholeRecipe,
          "threads",
          Integer.toString(options.threads()));
    }
  }

  /** How versions that named all of an augmentation named what it did not do. */
  private static final String NEITHER_MIXED_NOR_DRAWN = ", mixup=0.0, randAugment=Optional.empty";

  private static final String RECIPE = "recipe";

  private final Plan plan;
  private final Map<String, String> identity;
  private final Optimiser optimiser;
  private final List<FlatTensors> weights;
  private final ImageBatches batches;
  private final Optional<WeightAverage> average;
  private final TrainingClock clock;

  /** Takes over the optimiser; the moving average, if the recipe wants one, follows the weights. */
  TrainingState(
      Plan plan, Map<String, String> identity, Optimiser optimiser, List<FlatTensors> weights) {
    this.plan = plan;
    this.identity = identity;
    this.optimiser = optimiser;
    this.weights = List.copyOf(weights);
    clock = new TrainingClock(plan.budget());
    TrainingRecipe recipe = plan.recipe();
    batches =
        new ImageBatches(
            plan.images(),
            plan.normalisation(),
            recipe.augmentation(),
            recipe.batchSize(),
            plan.seed());
    average =
        recipe.averaging().isPresent()
            ? Optional.of(new WeightAverage(recipe.averaging().getAsDouble(), weights))
            : Optional.empty();
  }

  long stepsDone() {
    return clock.stepsDone();
  }

  TrainingClock clock() {
    return clock;
  }

  Optimiser optimiser() {
    return optimiser;
  }

  Optional<WeightAverage> average() {
    return average;
  }

  /** Returns all tensors that go with the weights' and are kept between two steps. */
  List<FlatTensors> followed() {
    List<FlatTensors> followed = new ArrayList<>(optimiser.kept());
    average.ifPresent(a -> followed.addAll(a.all()));
    return followed;
  }

  /** Makes the next step with the gradients that a pass adds up, and returns its loss. */
  double step(Supplier<Double> backward) {
    LibTorch.use(plan.options());
    optimiser.clearGradients();
    double loss = NativeScope.computeWithoutGradients(backward);
    double stepsPerEpoch = (double) plan.images().size() / plan.recipe().batchSize();
    optimiser.step(clock.rate(plan.recipe().learningRate(), stepsPerEpoch));
    average.ifPresent(a -> a.update(stepsDone()));
    clock.stepped();
    return loss;
  }

  /** Returns the images of the step that is being made. */
  ImageBatches.Batch batch() {
    return batches.training(stepsDone(), plan.recipe().batchSize());
  }

  /** Returns the loss of logits, and of how far they are from a teacher's where there is one. */
  Loss loss(Tensor logits, Tensor labels, Optional<Tensor> teacher) {
    double smoothing = plan.recipe().labelSmoothing();
    return teacher.isPresent()
        ? Loss.distilled(
            logits, labels, smoothing, teacher.get(), plan.recipe().distillation().orElseThrow())
        : Loss.ofLabels(logits, labels, smoothing);
  }

  /** Requires that the weights after the last step are finite; a sum of them is not if one is. */
  void requireFinite(String what) {
    for (FlatTensors tensors : weights) {
      double sum = NativeScope.compute(() -> (double) tensors.flat().sum().item_float());
      if (!Double.isFinite(sum)) {
        throw TrainingDivergedException.inWeights(what, stepsDone() - 1);
      }
    }
  }

  /** Returns a checkpoint of this and of the weights. */
  Checkpoint checkpoint(Map<String, FloatTensor> weights) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>(weights);
    optimiser.save(tensors);
    average.ifPresent(a -> a.save(tensors));
    Map<String, String> metadata = new HashMap<>(identity);
    metadata.putAll(clock.record());
    return new Checkpoint(stepsDone(), Weights.of(tensors), metadata);
  }

  /**
   * Goes back to a checkpoint; the weights are the caller's to restore.
   *
   * @throws InvalidInputException if it is another training's
   */
  void restore(Checkpoint checkpoint) {
    Map<String, String> metadata = new HashMap<>(checkpoint.metadata());
    metadata.keySet().removeAll(clock.record().keySet());
    metadata.computeIfPresent(RECIPE, (key, text) -> text.replace(NEITHER_MIXED_NOR_DRAWN, ""));
    if (!metadata.equals(identity)) {
      throw new InvalidInputException(
          "the checkpoint is of %s, not of %s; resume with the same configuration and threads"
              .formatted(metadata, identity));
    }
    optimiser.restore(checkpoint.tensors());
    average.ifPresent(a -> a.restore(checkpoint.tensors()));
    clock.resume(checkpoint.step(), checkpoint.metadata());
  }

  @Override
  public void close() {
    average.ifPresent(WeightAverage::close);
    batches.close();
    optimiser.close();
  }
}
