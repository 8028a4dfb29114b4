package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One network in training: its native state between two steps. */
final class TrainingSession implements AutoCloseable {
  private static final String KIND = "kind";

  private final TrainingTask task;
  private final TorchOptions options;
  private final TorchNetwork network;
  private final Optimiser optimiser;
  private final ImageBatches batches;
  private final Optional<TorchNetwork> teacher;
  private final Optional<WeightAverage> average;
  private long stepsDone;

  TrainingSession(TrainingTask task, TorchOptions options) {
    this.task = task;
    this.options = options;
    TrainingRecipe recipe = task.recipe();
    network =
        TorchNetwork.of(
            task.graph(), task.initial(), Optimiser.order(task.graph(), recipe), options);
    optimiser = new Optimiser(task.graph(), network.trained(), recipe);
    batches =
        new ImageBatches(
            task.training().images(),
            task.normalisation(),
            recipe.augmentation(),
            recipe.batchSize(),
            task.seed());
    teacher = task.teacher().map(t -> TorchNetwork.of(t.graph(), t.weights(), options));
    average =
        recipe.averaging().isPresent()
            ? Optional.of(
                new WeightAverage(
                    recipe.averaging().getAsDouble(),
                    List.of(network.trained(), network.statistics())))
            : Optional.empty();
  }

  long stepsDone() {
    return stepsDone;
  }

  /** Makes the next step and returns its loss. */
  double step() {
    LibTorch.use(options);
    optimiser.clearGradients();
    double loss = NativeScope.computeWithoutGradients(this::backward);
    optimiser.step(task.recipe().learningRate().at(stepsDone, task.steps()));
    average.ifPresent(a -> a.update(stepsDone));
    stepsDone++;
    return loss;
  }

  private double backward() {
    ImageBatches.Batch batch = batches.training(stepsDone, task.recipe().batchSize());
    torch.manual_seed(Seeds.derive(task.seed(), "dropout", stepsDone));
    TrainingPass pass = network.train(batch.images(), Pass.TRAINING);
    Loss loss = loss(pass.output(), batch);
    if (!Double.isFinite(loss.value())) {
      throw new TrainingDivergedException(task.graph().name(), stepsDone, loss.value());
    }
    pass.backward(loss.gradient(), optimiser::addGradient);
    return loss.value();
  }

  private Loss loss(Tensor logits, ImageBatches.Batch batch) {
    double smoothing = task.recipe().labelSmoothing();
    if (teacher.isEmpty()) {
      return Loss.ofLabels(logits, batch.labels(), smoothing);
    }
    Tensor answers = teacher.get().forward(batch.images(), Pass.INFERENCE);
    return Loss.distilled(
        logits, batch.labels(), smoothing, answers, task.recipe().distillation().orElseThrow());
  }

  /** Returns the weights that training would give if it ended here. */
  Weights weights() {
    return average.isPresent() ? average.get().weights().select(task.graph()) : network.weights();
  }

  Checkpoint checkpoint() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>(network.weights().tensors());
    optimiser.save(tensors);
    average.ifPresent(a -> a.save(tensors));
    return new Checkpoint(stepsDone, Weights.of(tensors), identity());
  }

  void restore(Checkpoint checkpoint) {
    if (!checkpoint.metadata().equals(identity())) {
      throw new InvalidInputException(
          "the checkpoint is of %s, not of %s; resume with the same configuration and threads"
              .formatted(checkpoint.metadata(), identity()));
    }
    network.load(checkpoint.tensors());
    optimiser.restore(checkpoint.tensors());
    average.ifPresent(a -> a.restore(checkpoint.tensors()));
    stepsDone = checkpoint.step();
  }

  private Map<String, String> identity() {
    return Map.of(
        KIND,
        "network",
        "network",
        task.graph().name(),
        "seed",
        Long.toString(task.seed()),
        "steps",
        Long.toString(task.steps()),
        "recipe",
        task.recipe().toString(),
        "threads",
        Integer.toString(options.threads()));
  }

  @Override
  public void close() {
    teacher.ifPresent(TorchNetwork::close);
    average.ifPresent(WeightAverage::close);
    batches.close();
    optimiser.close();
    network.close();
  }
}
