package io.hwnas.evaluator;

import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.evaluator.data.TrainingSet;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.Optional;

/**
 * What is to be trained, from which weights, on what, and how long.
 *
 * @param graph the network
 * @param initial its first weights: {@code WeightInit.training} from scratch, trained ones to
 *     fine-tune
 * @param training the images
 * @param normalisation what makes them network input
 * @param recipe how
 * @param steps optimiser steps in all
 * @param seed decides orders, variations and dropout
 * @param teacher the network distilled from, if any; it takes the same images
 */
public record TrainingTask(
    LayerGraph graph,
    Weights initial,
    TrainingSet training,
    Normalisation normalisation,
    TrainingRecipe recipe,
    long steps,
    long seed,
    Optional<Teacher> teacher) {
  /**
   * A trained network to learn from.
   *
   * @param graph the network
   * @param weights its weights
   */
  public record Teacher(LayerGraph graph, Weights weights) {}

  /**
   * Checks that everything fits together.
   *
   * @throws InvalidInputException if the weights or the images do not fit the graph, if the steps
   *     are negative, or if only one of teacher and distillation is given
   */
  public TrainingTask {
    if (steps < 0) {
      throw new InvalidInputException("steps must not be negative, got " + steps);
    }
    if (teacher.isPresent() != recipe.distillation().isPresent()) {
      throw new InvalidInputException("distillation needs both a teacher and its weight");
    }
    initial.requireFits(graph);
    TorchNetwork.requireFits(training.images(), graph);
    teacher.ifPresent(
        t -> {
          t.weights().requireFits(t.graph());
          TorchNetwork.requireFits(training.images(), t.graph());
        });
  }

  /**
   * Counts the steps of a number of epochs.
   *
   * @param epochs passes through the training images
   * @param training the images
   * @param recipe says the images a step
   * @return the steps, at least 1
   */
  public static long steps(double epochs, TrainingSet training, TrainingRecipe recipe) {
    return Math.max(1, Math.round(epochs * training.images().size() / recipe.batchSize()));
  }
}
