package io.hwnas.evaluator;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.time.Duration;
import java.util.Optional;

/**
 * How an evaluator trains and scores networks one by one.
 *
 * @param data what is trained on, and what makes it network input
 * @param validation the images that a trained network is scored on
 * @param recipe how, without a teacher
 * @param options how libtorch is run
 * @param period longest time between two checkpoints
 */
record TrainingAlone(
    DataSplit data,
    ValidationSet validation,
    TrainingRecipe recipe,
    TorchOptions options,
    Duration period) {
  /** Trains to the last step, from the latest checkpoint if there is one. */
  Weights train(LayerGraph graph, Weights initial, long steps, long seed, CheckpointStore store) {
    TrainingTask task =
        new TrainingTask(
            graph,
            initial,
            data.training(),
            data.normalisation(),
            recipe,
            steps,
            seed,
            Optional.empty());
    return new Trainer(options)
        .train(task, new Checkpointing(store, period), ProgressListener.SILENT);
  }

  /** Returns the top-1 accuracy on the validation images, a fraction. */
  double accuracy(LayerGraph graph, Weights weights) {
    try (TorchNetwork network = TorchNetwork.of(graph, weights, options)) {
      return network.accuracy(validation.images(), data.normalisation());
    }
  }
}
