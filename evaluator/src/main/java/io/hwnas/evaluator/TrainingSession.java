package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.Weights;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** One network in training: its native state between two steps. */
final class TrainingSession implements AutoCloseable {
  private static final String NETWORK = "network";

  private final TrainingTask task;
  private final TorchOptions options;
  private final TorchNetwork network;
  private final TrainingState state;
  private final Replicas replicas;
  private final ReplicaStatistics statistics;
  private final Optional<TorchNetwork> teacher;

  TrainingSession(TrainingTask task, TorchOptions options) {
    this.task = task;
    this.options = options;
    TrainingRecipe recipe = task.recipe();
    network =
        TorchNetwork.of(
            task.graph(), task.initial(), Optimiser.order(task.graph(), recipe), options);
    TrainingState.Plan plan =
        new TrainingState.Plan(
            task.training().images(),
            task.normalisation(),
            recipe,
            new TrainingBudget.Steps(task.steps()),
            task.seed(),
            options);
    state =
        new TrainingState(
            plan,
            plan.identity(
                NETWORK,
                NETWORK,
                task.graph().name(),
                recipe.identity() + recipe.identityOfReplicas()),
            new Optimiser(task.graph(), network.trained(), recipe),
            List.of(network.trained(), network.statistics()));
    replicas = new Replicas(recipe.replicas(), state.optimiser().gradients(), options);
    statistics = new ReplicaStatistics(recipe.replicas(), network.statistics());
    teacher = task.teacher().map(t -> TorchNetwork.of(t.graph(), t.weights(), options));
  }

  long stepsDone() {
    return state.stepsDone();
  }

  /** Makes the next step and returns its loss. */
  double step() {
    return state.step(this::backward);
  }

  private double backward() {
    ImageBatches.Batch batch = state.batch();
    statistics.divide();
    double loss =
        replicas.learn(
            batch,
            (replica, share, gradients) ->
                learn(replica, share, (double) share.size() / batch.size(), gradients));
    statistics.join();
    return loss;
  }

  /** Learns from a share of a step's images; returns its part of their loss. */
  private double learn(
      int replica, ImageBatches.Batch share, double weight, FlatTensors gradients) {
    Pass training = Pass.training(dropoutSeed(replica), stepsDone());
    TrainingPass pass = network.train(share.images(), training, statistics.of(replica));
    Optional<Tensor> answers = teacher.map(t -> t.forward(share.images(), Pass.INFERENCE));
    Loss loss = state.loss(pass.output(), share.labels(), answers);
    if (!Double.isFinite(loss.value())) {
      throw new TrainingDivergedException(task.graph().name(), stepsDone(), loss.value());
    }
    pass.backward(
        loss.gradient().mul(new Scalar(weight)),
        (name, gradient) -> gradients.get(name).add_(gradient));
    return weight * loss.value();
  }

  /** The first replica draws what a training without others does. */
  private long dropoutSeed(int replica) {
    return replica == 0
        ? Seeds.derive(task.seed(), "dropout", stepsDone())
        : Seeds.derive(task.seed(), "dropout", stepsDone(), replica);
  }

  /** Returns the weights that training would give if it ended here. */
  Weights weights() {
    return average()
        .map(average -> average.weights().select(task.graph()))
        .orElseGet(network::weights);
  }

  /** Returns the moving average, which is of nothing before the first step. */
  private Optional<WeightAverage> average() {
    return state.average().filter(average -> stepsDone() > 0);
  }

  /** Scores the network as it would be if training ended here. */
  double accuracy(ValidationSet validation) {
    if (average().isEmpty()) {
      return network.accuracy(validation.images(), task.normalisation());
    }
    try (TorchNetwork averaged = TorchNetwork.of(task.graph(), weights(), options)) {
      return averaged.accuracy(validation.images(), task.normalisation());
    }
  }

  /**
   * Returns what to go on from.
   *
   * @throws TrainingDivergedException if the last step left weights that are not finite
   */
  Checkpoint checkpoint() {
    state.requireFinite(task.graph().name());
    return state.checkpoint(network.weights().tensors());
  }

  void restore(Checkpoint checkpoint) {
    state.restore(checkpoint);
    network.load(checkpoint.tensors());
  }

  @Override
  public void close() {
    teacher.ifPresent(TorchNetwork::close);
    replicas.close();
    statistics.close();
    state.close();
    network.close();
  }
}
