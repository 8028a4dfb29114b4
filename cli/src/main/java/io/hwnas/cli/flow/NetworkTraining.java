package io.hwnas.cli.flow;

import io.hwnas.cli.config.TrainingLength;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.Monitoring;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.Trainer;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.TrainingTask;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.Optional;

/**
 * Trains and scores single networks of a run.
 *
 * @param context the run
 * @param torch how libtorch is run
 */
record NetworkTraining(RunContext context, TorchOptions torch) {
  /** Trains on all threads of the run. */
  NetworkTraining(RunContext context) {
    this(context, context.config().torch());
  }

  /** Returns the steps of a training, timing a few where its length is in minutes. */
  long steps(
      TrainingLength length,
      LayerGraph graph,
      Weights initial,
      TrainingRecipe recipe,
      String name) {
    return new StepCount(context.directory().journal(), context.data().training().images().size())
        .of(
            length,
            recipe.batchSize(),
            name,
            (few, listener) ->
                trainer()
                    .train(task(graph, initial, recipe, few, 0), Checkpointing.none(), listener));
  }

  /** Trains a network and keeps its checkpoints under a name, the last step's too. */
  Weights train(
      LayerGraph graph,
      Weights initial,
      TrainingRecipe recipe,
      long steps,
      long seed,
      String name,
      ProgressListener progress) {
    return trainer()
        .train(task(graph, initial, recipe, steps, seed), context.checkpointing(name), progress);
  }

  /** Does the same up to a step on the way. */
  Weights trainTo(
      long last,
      LayerGraph graph,
      Weights initial,
      TrainingRecipe recipe,
      long steps,
      long seed,
      String name) {
    return trainer()
        .trainTo(
            task(graph, initial, recipe, steps, seed),
            last,
            context.checkpointing(name),
            ProgressListener.SILENT);
  }

  /** Does the same to its end, and logs under the name how it goes. */
  Weights trainLogged(
      LayerGraph graph,
      Weights initial,
      TrainingRecipe recipe,
      long steps,
      long seed,
      String name,
      ProgressListener progress) {
    Monitoring monitoring =
        new Monitoring(
            context.images().of(graph).validation(), TrainingLogFile.of(context.directory(), name));
    return trainer()
        .train(
            task(graph, initial, recipe, steps, seed),
            context.checkpointing(name),
            monitoring,
            progress);
  }

  /** Removes the checkpoints of a training; trained again, it would begin from its beginning. */
  void forget(String name) {
    context.directory().checkpoints().remove(name);
  }

  /** Scores a network on the validation split. */
  double validationAccuracy(LayerGraph graph, Weights weights) {
    return accuracy(graph, weights, context.images().of(graph).validation().images());
  }

  /** Scores a network on some images of the validation split, as many of each class. */
  double validationAccuracy(LayerGraph graph, Weights weights, int images) {
    ValidationSet all = context.images().of(graph).validation();
    return accuracy(graph, weights, all.sample(images, context.config().seed()).images());
  }

  /** Scores a network on the test split; to be called once in a run. */
  double testAccuracy(LayerGraph graph, Weights weights) {
    return accuracy(graph, weights, context.images().of(graph).test().images());
  }

  private double accuracy(LayerGraph graph, Weights weights, ImageSet images) {
    try (TorchNetwork network = TorchNetwork.of(graph, weights, torch)) {
      return network.accuracy(images, context.images().of(graph).normalisation());
    }
  }

  private TrainingTask task(
      LayerGraph graph, Weights initial, TrainingRecipe recipe, long steps, long seed) {
    DataSplit data = context.images().of(graph);
    return new TrainingTask(
        graph,
        initial,
        data.training(),
        data.normalisation(),
        recipe,
        steps,
        seed,
        teacher(recipe));
  }

  private Optional<TrainingTask.Teacher> teacher(TrainingRecipe recipe) {
    return recipe.distillation().map(how -> context.teacher());
  }

  private Trainer trainer() {
    return new Trainer(torch);
  }
}
