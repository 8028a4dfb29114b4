package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Shared weights in training: the native state between two steps. */
final class SupernetSession implements AutoCloseable {
  /** What a checkpoint keeps the steps of the largest network alone under. */
  private static final String STEPS_ALONE = "steps-alone";

  private final SupernetTask task;
  private final Architecture largest;
  private final Architecture smallest;
  private final FlatTensors shared;
  private final TrainingState state;
  private final Replicas replicas;
  private long stepsAlone;

  SupernetSession(SupernetTask task, TorchOptions options) {
    this.task = task;
    SearchSpace space = task.space();
    LibTorch.use(options);
    largest = space.decode(space.largest());
    smallest = space.decode(space.smallest());
    LayerGraph all = task.sharing().all(space);
    TrainingRecipe recipe = task.recipe();
    shared = new FlatTensors(Optimiser.order(all, recipe));
    shared.fill(task.initial()::get);
    TrainingState.Plan plan =
        new TrainingState.Plan(
            task.training().images(),
            task.normalisation(),
            recipe,
            task.budget(),
            task.seed(),
            options);
    String wholeRecipe =
        String.join(
            " ",
            recipe.identity(),
            task.sampling().identity(),
            task.source().description(),
            task.sharing().name() + task.resolutions().identity() + recipe.identityOfReplicas());
    state =
        new TrainingState(
            plan,
            plan.identity("supernet", "space", space.name(), wholeRecipe),
            new Optimiser(all, shared, recipe),
            List.of(shared));
    replicas = new Replicas(recipe.replicas(), state.optimiser().gradients(), options);
  }

  long stepsDone() {
    return state.stepsDone();
  }

  TrainingClock clock() {
    return state.clock();
  }

  /** Returns the shared weights that subnets are to be scored with. */
  FlatTensors scored() {
    return state.average().filter(a -> stepsDone() > 0).map(a -> a.of(0)).orElse(shared);
  }

  /** Returns how many of the steps were the largest network's alone. */
  long stepsAlone() {
    return stepsAlone;
  }

  /** Makes the next step and returns the mean loss of its subnets. */
  double step() {
    boolean alone = largestLearnsAlone();
    double loss = state.step(this::backward);
    if (alone) {
      stepsAlone++;
      if (!largestLearnsAlone()) {
        sortChannels();
      }
    }
    return loss;
  }

  private boolean largestLearnsAlone() {
    return clock().shareDone() < task.sampling().largestFirst();
  }

  private void sortChannels() {
    ChannelOrder order = ChannelOrder.byImportance(LayerGraph.of(largest), shared);
    order.apply(shared);
    state.followed().forEach(order::apply);
  }

  private double backward() {
    OptionalInt pixels = task.resolutions().pixels(clock().shareDone());
    ImageBatches.Batch batch = shrunk(state.batch(), pixels);
    List<LayerGraph> graphs = subnets().stream().map(subnet -> lowered(subnet, pixels)).toList();
    double sum =
        replicas.learn(
            batch,
            (replica, share, gradients) ->
                learn(graphs, replica, share, (double) share.size() / batch.size(), gradients));
    return sum / graphs.size();
  }

  /** Shrinks images, each pixel the mean of those that it stands for. */
  private static ImageBatches.Batch shrunk(ImageBatches.Batch batch, OptionalInt pixels) {
    if (pixels.isEmpty() || pixels.getAsInt() == batch.images().size(2)) {
      return batch;
    }
    Tensor images = torch.adaptive_avg_pool2d(batch.images(), pixels.getAsInt(), pixels.getAsInt());
    return new ImageBatches.Batch(images, batch.labels(), batch.size());
  }

  private LayerGraph lowered(Architecture subnet, OptionalInt pixels) {
    return pixels.isPresent()
        ? task.sharing().graph(subnet, pixels.getAsInt())
        : task.sharing().graph(subnet);
  }

  /** Learns from a share of a step's images with each subnet; returns its part of their loss. */
  private double learn(
      List<LayerGraph> graphs,
      int replica,
      ImageBatches.Batch images,
      double weight,
      FlatTensors gradients) {
    double sum = 0;
    try (NativeMemory answers = new NativeMemory()) {
      Optional<Tensor> teacher = Optional.empty();
      for (int i = 0; i < graphs.size(); i++) {
        LayerGraph graph = graphs.get(i);
        Optional<Tensor> from = teacher;
        Pass pass = Pass.sharedTraining(dropoutSeed(replica, i));
        Learning learning = new Learning(images, pass, weight / graphs.size(), gradients);
        Learnt learnt = NativeScope.compute(() -> learn(graph, learning, from, answers));
        sum += weight * learnt.loss();
        if (teacher.isEmpty() && task.recipe().distillation().isPresent()) {
          teacher = Optional.of(learnt.logits());
        }
      }
    }
    return sum;
  }

  private long dropoutSeed(int replica, int subnet) {
    return Seeds.derive(task.seed(), "supernet/dropout", stepsDone(), replica, subnet);
  }

  /** What a subnet learns from, how, its part of the step's gradient, and where that goes. */
  private record Learning(
      ImageBatches.Batch images, Pass pass, double weight, FlatTensors gradients) {}

  /** What one subnet gave in a step. */
  private record Learnt(double loss, Tensor logits) {}

  private Learnt learn(
      LayerGraph graph, Learning learning, Optional<Tensor> teacher, NativeMemory answers) {
    ImageBatches.Batch batch = learning.images();
    try (Subnet subnet = new Subnet(graph, shared)) {
      TrainingPass pass = subnet.train(batch.images(), learning.pass());
      Tensor logits = new Tensor(pass.output());
      Loss loss = state.loss(logits, batch.labels(), teacher);
      if (!Double.isFinite(loss.value())) {
        throw new TrainingDivergedException(title(), stepsDone(), loss.value());
      }
      pass.backward(
          loss.gradient().mul(new Scalar(learning.weight())),
          (name, gradient) -> subnet.addGradient(learning.gradients(), name, gradient));
      return new Learnt(loss.value(), answers.keep(logits));
    }
  }

  private String title() {
    return "the supernet of " + task.space().name();
  }

  /** Returns the subnets of the next step, the largest first. */
  private List<Architecture> subnets() {
    if (largestLearnsAlone()) {
      return List.of(largest);
    }
    List<Architecture> subnets = new ArrayList<>();
    if (task.sampling().largest()) {
      subnets.add(largest);
    }
    if (task.sampling().smallest()) {
      subnets.add(smallest);
    }
    subnets.addAll(random());
    return subnets;
  }

  private List<Architecture> random() {
    SearchSpace space = task.space();
    int count = task.sampling().random();
    if (task.sampling().even() && count > 0) {
      return space.sampleEvenly(count, Seeds.of(task.seed(), "supernet/even", stepsDone())).stream()
          .map(space::decode)
          .toList();
    }
    List<Architecture> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(
          task.source().draw(space, Seeds.of(task.seed(), "supernet/subnets", stepsDone(), i)));
    }
    return drawn;
  }

  /**
   * Returns what to go on from.
   *
   * @throws TrainingDivergedException if the last step left weights that are not finite
   */
  Checkpoint checkpoint() {
    state.requireFinite(title());
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    shared.readInto(weights, "");
    if (task.sampling().largestFirst() > 0) {
      weights.put(STEPS_ALONE, new FloatTensor(List.of(1), new float[] {stepsAlone}));
    }
    return state.checkpoint(weights);
  }

  void restore(Checkpoint checkpoint) {
    state.restore(checkpoint);
    shared.fill(checkpoint.tensors()::get);
    if (task.sampling().largestFirst() > 0) {
      stepsAlone = (long) checkpoint.tensors().get(STEPS_ALONE).get(0);
    }
  }

  @Override
  public void close() {
    replicas.close();
    state.close();
    shared.close();
  }
}
