package io.hwnas.cli.config;

import io.hwnas.evaluator.SubnetSampling;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.yaml.YamlNode;

/**
 * How the supernet is trained.
 *
 * @param length how long
 * @param recipe how
 * @param sampling which subnets learn in each step
 * @param nearBudget whether the random ones are drawn from the networks that are searched, near the
 *     budget, and not from the whole space
 * @param calibrationImages training images that a subnet's batch-norm statistics are taken from
 *     before it is scored
 */
public record SupernetConfig(
    TrainingLength length,
    TrainingRecipe recipe,
    SubnetSampling sampling,
    boolean nearBudget,
    int calibrationImages) {
  static SupernetConfig read(YamlNode node, YamlNode training) {
    node.allowOnly(
        "length",
        "recipe",
        "largest-subnet",
        "smallest-subnet",
        "random-subnets",
        "near-budget",
        "calibration-images");
    TrainingRecipe recipe = RecipeReader.read(training, node.optional("recipe"));
    YamlNode largest = node.required("largest-subnet");
    if (recipe.distillation().isPresent() && !largest.asBoolean()) {
      throw largest.error(
          "largest-subnet must be true where the supernet distils: the largest is the teacher; or"
              + " set supernet.recipe.distillation to none");
    }
    return new SupernetConfig(
        TrainingLength.of(node.required("length")),
        recipe,
        new SubnetSampling(
            largest.asBoolean(),
            node.required("smallest-subnet").asBoolean(),
            node.required("random-subnets").asInt(0, 64),
            false),
        node.required("near-budget").asBoolean(),
        node.required("calibration-images").asInt(2, 1_000_000));
  }
}
