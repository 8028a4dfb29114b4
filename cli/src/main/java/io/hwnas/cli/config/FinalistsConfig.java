package io.hwnas.cli.config;

import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.yaml.YamlNode;

/**
 * How the winner is chosen among the best networks of the search: all are fine-tuned for a moment.
 *
 * @param count how many are, at least 1
 * @param fineTuneSteps optimiser steps of each; 0 takes the best by shared weights
 * @param recipe how they are made
 */
public record FinalistsConfig(int count, int fineTuneSteps, TrainingRecipe recipe) {
  static FinalistsConfig read(YamlNode node, YamlNode training) {
    node.allowOnly("count", "fine-tune-steps", "recipe");
    return new FinalistsConfig(
        node.required("count").asInt(1, 10_000),
        node.required("fine-tune-steps").asInt(0, 1_000_000),
        RecipeReader.read(training, node.optional("recipe")));
  }
}
