package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How weights are fitted: gradient descent on the cross-entropy.
 *
 * @param batchSize images a step
 * @param learningRate the schedule
 * @param updateRule how a step follows from the gradient
 * @param momentum share of the last update kept, in [0, 1)
 * @param weightDecay L2 penalty on the weights of convolutions and fully connected layers; batch
 *     norms and biases have none
 * @param depthwiseDecay whether depthwise filters are decayed too
 * @param labelSmoothing share of the target spread evenly over the classes, in [0, 1)
 * @param gradientClip largest norm of the gradient of all parameters together, if it is limited
 * @param augmentation how images are varied
 * @param averaging if present, the answer is the exponential moving average of the weights of all
 *     steps, with this share kept at each step, in [0, 1)
 * @param distillation how much is learnt from a teacher, where there is one
 * @param replicas into how many shares the images of a step are divided, each learnt from beside
 *     the others on its share of the threads, with batch norms by its own statistics
 */
public record TrainingRecipe(
    int batchSize,
    LearningRate learningRate,
    UpdateRule updateRule,
    double momentum,
    double weightDecay,
    boolean depthwiseDecay,
    double labelSmoothing,
    OptionalDouble gradientClip,
    Augmentation augmentation,
    OptionalDouble averaging,
    Optional<Distillation> distillation,
    int replicas) {
  /** A recipe for small images and few epochs. */
  public static final TrainingRecipe DEFAULT =
      new TrainingRecipe(
          96,
          new LearningRate(0.2, 0.15),
          UpdateRule.SGD,
          0.9,
          5e-4,
          false,
          0.1,
          OptionalDouble.empty(),
          new Augmentation(2, true, 0),
          OptionalDouble.empty(),
          Optional.empty(),
          1);

  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if a value is outside its range
   */
  public TrainingRecipe {
    if (batchSize < 2) {
      throw new InvalidInputException(
          "batch size must be at least 2 for batch norms, got " + batchSize);
    }
    share("momentum", momentum);
    share("label smoothing", labelSmoothing);
    averaging.ifPresent(kept -> share("averaging", kept));
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new InvalidInputException("weight decay must not be negative, got " + weightDecay);
    }
    if (replicas < 1 || (replicas > 1 && 2 * replicas > batchSize)) {
      throw new InvalidInputException(
          "each of the replicas must have two of the %d images of a step, got %d replicas"
              .formatted(batchSize, replicas));
    }
    if (gradientClip.isPresent() && !(gradientClip.getAsDouble() > 0)) {
      throw new InvalidInputException(
          "gradient clip must be above 0, got " + gradientClip.getAsDouble());
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidInputException("%s must be within 0 to 1, got %s".formatted(what, value));
    }
  }

  /**
   * Returns this recipe with another batch size.
   *
   * @param size images a step
   * @return the recipe
   */
  public TrainingRecipe withBatchSize(int size) {
    return new TrainingRecipe(
        size,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with another schedule.
   *
   * @param schedule the learning rate
   * @return the recipe
   */
  public TrainingRecipe withLearningRate(LearningRate schedule) {
    return new TrainingRecipe(
        batchSize,
        schedule,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with other variations of the images.
   *
   * @param variation the variations
   * @return the recipe
   */
  public TrainingRecipe withAugmentation(Augmentation variation) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        variation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with another way of making steps.
   *
   * @param rule how a step follows from the gradient
   * @return the recipe
   */
  public TrainingRecipe withUpdateRule(UpdateRule rule) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        rule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with another share of the last update kept.
   *
   * @param share the momentum
   * @return the recipe
   */
  public TrainingRecipe withMomentum(double share) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        share,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with another penalty on the weights.
   *
   * @param penalty the weight decay
   * @return the recipe
   */
  public TrainingRecipe withWeightDecay(double penalty) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        penalty,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with another label smoothing.
   *
   * @param share the share spread over the classes
   * @return the recipe
   */
  public TrainingRecipe withLabelSmoothing(double share) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        share,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with or without a moving average of the weights.
   *
   * @param kept the share kept at each step
   * @return the recipe
   */
  public TrainingRecipe withAveraging(OptionalDouble kept) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        kept,
        distillation,
        replicas);
  }

  /**
   * Returns this recipe with or without distillation.
   *
   * @param teaching how much is learnt from a teacher
   * @return the recipe
   */
  public TrainingRecipe withDistillation(Optional<Distillation> teaching) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        teaching,
        replicas);
  }

  /**
   * Returns this recipe with another number of replicas.
   *
   * @param count into how many shares the images of a step are divided
   * @return the recipe
   */
  public TrainingRecipe withReplicas(int count) {
    return new TrainingRecipe(
        batchSize,
        learningRate,
        updateRule,
        momentum,
        weightDecay,
        depthwiseDecay,
        labelSmoothing,
        gradientClip,
        augmentation,
        averaging,
        distillation,
        count);
  }

  /**
   * Names everything but replicas that decides what comes of a training, for checkpoints. SGD is
   * not named, so that trainings of versions that knew no other rule go on.
   */
  String identity() {
    String identity =
        ("TrainingRecipe[batchSize=%s, learningRate=%s, momentum=%s, weightDecay=%s,"
                + " depthwiseDecay=%s, labelSmoothing=%s, gradientClip=%s, augmentation=%s,"
                + " averaging=%s, distillation=%s]")
            .formatted(
                batchSize,
                learningRate.identity(),
                momentum,
                weightDecay,
                depthwiseDecay,
                labelSmoothing,
                gradientClip,
                augmentation.identity(),
                averaging,
                distillation);
    return updateRule == UpdateRule.SGD ? identity : identity + " " + updateRule;
  }

  /** Ends that name where there are replicas: one alone is not named. */
  String identityOfReplicas() {
    return replicas == 1 ? "" : " replicas " + replicas;
  }
}
