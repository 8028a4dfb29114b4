package io.hwnas.cli.config;

import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.yaml.YamlNode;

/**
 * How the shrunk network is trained to its end.
 *
 * @param length how long
 * @param recipe how
 */
public record FineTuningConfig(TrainingLength length, TrainingRecipe recipe) {
  static FineTuningConfig read(YamlNode node, YamlNode training) {
    node.allowOnly("length", "recipe");
    return new FineTuningConfig(
        TrainingLength.of(node.required("length")),
        RecipeReader.read(training, node.optional("recipe")));
  }
}
