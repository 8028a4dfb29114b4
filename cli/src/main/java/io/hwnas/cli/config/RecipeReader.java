package io.hwnas.cli.config;

import io.hwnas.evaluator.Augmentation;
import io.hwnas.evaluator.Distillation;
import io.hwnas.evaluator.LearningRate;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.UpdateRule;
import io.hwnas.evaluator.augment.RandAugment;
import io.hwnas.space.yaml.YamlNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the recipe of a training. */
final class RecipeReader {
  private static final String NONE = "none";
  private static final String REPLICAS = "replicas";
  private static final int MOST_REPLICAS = 64;
  private static final double JUST_BELOW_ONE = 0.999999;

  private RecipeReader() {}

  /** Reads the recipe of one training: the common one, with the keys that a section changes. */
  static TrainingRecipe read(YamlNode common, Optional<YamlNode> changes) {
    return read(changes.map(over -> ConfigSource.overlay(common, over)).orElse(common));
  }

  /** Reads a recipe of which every key is given. */
  static TrainingRecipe read(YamlNode node) {
    node.allowOnly(
        "batch-size",
        "learning-rate",
        "warm-up",
        "schedule",
        "optimiser",
        "momentum",
        "weight-decay",
        "depthwise-decay",
        "label-smoothing",
        "gradient-clip",
        "shift",
        "flip",
        "cutout",
        "mixup",
        "rand-augment",
        "averaging",
        "distillation",
        REPLICAS);
    int batch = node.required("batch-size").asInt(2, 1 << 16);
    return new TrainingRecipe(
        batch,
        new LearningRate(
            node.required("learning-rate").asDouble(1e-9, 1e3),
            node.required("warm-up").asDouble(0, JUST_BELOW_ONE),
            staircase(node.required("schedule"))),
        node.required("optimiser")
            .asEnum(UpdateRule.class, rule -> rule.name().toLowerCase(Locale.ROOT)),
        node.required("momentum").asDouble(0, JUST_BELOW_ONE),
        node.required("weight-decay").asDouble(0, 1),
        node.required("depthwise-decay").asBoolean(),
        node.required("label-smoothing").asDouble(0, JUST_BELOW_ONE),
        positive(node.required("gradient-clip")),
        new Augmentation(
            node.required("shift").asInt(0, 1024),
            node.required("flip").asBoolean(),
            node.required("cutout").asInt(0, 1024),
            node.required("mixup").asDouble(0, Augmentation.GREATEST_MIXUP),
            randAugment(node.required("rand-augment"))),
        share(node.required("averaging")),
        distillation(node.required("distillation")),
        replicas(node.required(REPLICAS), batch));
  }

  private static int replicas(YamlNode node, int batch) {
    int replicas = node.asInt(1, MOST_REPLICAS);
    if (replicas > 1 && 2 * replicas > batch) {
      throw node.error(
          "replicas must be at most %d, half of this recipe's batch-size of %d, so that each has two images"
              .formatted(batch / 2, batch));
    }
    return replicas;
  }

  private static Optional<LearningRate.Staircase> staircase(YamlNode node) {
    if (node.is("cosine")) {
      return Optional.empty();
    }
    node.allowOnly("factor", "epochs");
    return Optional.of(
        new LearningRate.Staircase(
            node.required("factor").asDouble(1e-6, 1),
            node.required("epochs").asDouble(1e-6, 1e6)));
  }

  private static OptionalDouble positive(YamlNode node) {
    return node.is(NONE) ? OptionalDouble.empty() : OptionalDouble.of(node.asDouble(1e-9, 1e9));
  }

  private static OptionalDouble share(YamlNode node) {
    return node.is(NONE)
        ? OptionalDouble.empty()
        : OptionalDouble.of(node.asDouble(0, JUST_BELOW_ONE));
  }

  private static Optional<RandAugment> randAugment(YamlNode node) {
    if (node.is(NONE)) {
      return Optional.empty();
    }
    node.allowOnly("operations", "magnitude");
    return Optional.of(
        new RandAugment(
            node.required("operations").asInt(1, RandAugment.MOST_OPERATIONS),
            node.required("magnitude").asDouble(0, RandAugment.STRONGEST)));
  }

  private static Optional<Distillation> distillation(YamlNode node) {
    if (node.is(NONE)) {
      return Optional.empty();
    }
    node.allowOnly("weight", "temperature");
    return Optional.of(
        new Distillation(
            node.required("weight").asDouble(0, 1),
            node.required("temperature").asDouble(1e-3, 1e3)));
  }
}
