package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Shared weights in training: the native state between two steps. */
final class SupernetSession implements AutoCloseable {
  private final SupernetTask task;
  private final TorchOptions options;
  private final LayerGraph largest;
  private final LayerGraph smallest;
  private final FlatTensors shared;
  private final Optimiser optimiser;
  private final ImageBatches batches;
  private final Optional<WeightAverage> average;
  private long stepsDone;

  SupernetSession(SupernetTask task, TorchOptions options) {
    this.task = task;
    this.options = options;
    SearchSpace space = task.space();
    LibTorch.use(options);
    largest = LayerGraph.of(space.decode(space.largest()));
    smallest = LayerGraph.of(space.decode(space.smallest()));
    TrainingRecipe recipe = task.recipe();
    shared = new FlatTensors(Optimiser.order(largest, recipe));
    shared.fill(task.initial()::get);
    optimiser = new Optimiser(largest, shared, recipe);
    batches =
        new ImageBatches(
            task.training().images(),
            task.normalisation(),
            recipe.augmentation(),
            recipe.batchSize(),
            task.seed());
    average =
        recipe.averaging().isPresent()
            ? Optional.of(new WeightAverage(recipe.averaging().getAsDouble(), List.of(shared)))
            : Optional.empty();
  }

  long stepsDone() {
    return stepsDone;
  }

  /** Returns the shared weights that subnets are to be scored with. */
  FlatTensors scored() {
    return average.isPresent() && stepsDone > 0 ? average.get().of(0) : shared;
  }

  /** Makes the next step and returns the mean loss of its subnets. */
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
    torch.manual_seed(Seeds.derive(task.seed(), "supernet/dropout", stepsDone));
    double sum = 0;
    try (NativeMemory answers = new NativeMemory()) {
      Optional<Tensor> teacher = Optional.empty();
      for (LayerGraph graph : subnets()) {
        Optional<Tensor> from = teacher;
        Learnt learnt = NativeScope.compute(() -> learn(graph, batch, from, answers));
        sum += learnt.loss();
        if (teacher.isEmpty() && task.recipe().distillation().isPresent()) {
          teacher = Optional.of(learnt.logits());
        }
      }
    }
    return sum / task.sampling().size();
  }

  /** What one subnet gave in a step. */
  private record Learnt(double loss, Tensor logits) {}

  private Learnt learn(
      LayerGraph graph, ImageBatches.Batch batch, Optional<Tensor> teacher, NativeMemory answers) {
    try (Subnet subnet = new Subnet(graph, shared)) {
      TrainingPass pass = subnet.train(batch.images(), Pass.SHARED_TRAINING);
      Tensor logits = new Tensor(pass.output());
      Loss loss = loss(logits, batch, teacher);
      if (!Double.isFinite(loss.value())) {
        throw new TrainingDivergedException(
            "the supernet of " + task.space().name(), stepsDone, loss.value());
      }
      Tensor share = loss.gradient().mul(new Scalar(1.0 / task.sampling().size()));
      pass.backward(
          share, (name, gradient) -> subnet.addGradient(optimiser.gradients(), name, gradient));
      return new Learnt(loss.value(), answers.keep(logits));
    }
  }

  private Loss loss(Tensor logits, ImageBatches.Batch batch, Optional<Tensor> teacher) {
    double smoothing = task.recipe().labelSmoothing();
    return teacher.isPresent()
        ? Loss.distilled(
            logits,
            batch.labels(),
            smoothing,
            teacher.get(),
            task.recipe().distillation().orElseThrow())
        : Loss.ofLabels(logits, batch.labels(), smoothing);
  }

  /** Returns the subnets of the next step, the largest first. */
  private List<LayerGraph> subnets() {
    List<LayerGraph> subnets = new ArrayList<>();
    if (task.sampling().largest()) {
      subnets.add(largest);
    }
    if (task.sampling().smallest()) {
      subnets.add(smallest);
    }
    for (int i = 0; i < task.sampling().random(); i++) {
      subnets.add(
          LayerGraph.of(
              task.source()
                  .draw(task.space(), Seeds.of(task.seed(), "supernet/subnets", stepsDone, i))));
    }
    return subnets;
  }

  Checkpoint checkpoint() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    shared.readInto(tensors, "");
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
    shared.fill(checkpoint.tensors()::get);
    optimiser.restore(checkpoint.tensors());
    average.ifPresent(a -> a.restore(checkpoint.tensors()));
    stepsDone = checkpoint.step();
  }

  private Map<String, String> identity() {
    return Map.of(
        "kind",
        "supernet",
        "space",
        task.space().name(),
        "seed",
        Long.toString(task.seed()),
        "steps",
        Long.toString(task.steps()),
        "recipe",
        task.recipe() + " " + task.sampling() + " " + task.source().description(),
        "threads",
        Integer.toString(options.threads()));
  }

  @Override
  public void close() {
    average.ifPresent(WeightAverage::close);
    batches.close();
    optimiser.close();
    shared.close();
  }
}
