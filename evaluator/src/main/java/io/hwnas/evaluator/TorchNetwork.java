package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network in libtorch: a graph with its weights in native memory, until it is closed.
 *
 * <p>Use it from one thread at a time; replicas of a training only read it at once.
 */
public final class TorchNetwork implements AutoCloseable {
  /** Images evaluated together. */
  static final int EVALUATION_BATCH = 250;

  private final TorchOptions options;
  private final Interpreter interpreter;
  private final FlatTensors trained;
  private final FlatTensors statistics;

  private TorchNetwork(LayerGraph graph, List<Parameter> trainedOrder, TorchOptions options) {
    LibTorch.use(options);
    this.options = options;
    this.interpreter = new Interpreter(graph);
    this.trained = new FlatTensors(trainedOrder);
    this.statistics =
        new FlatTensors(graph.parameters().stream().filter(p -> !p.role().trained()).toList());
  }

  /**
   * Loads a network.
   *
   * @param graph the network, or one block of it
   * @param weights its weights; copied
   * @param options how libtorch is run
   * @return the network; close it
   * @throws InvalidInputException if the weights do not fit the graph, or libtorch cannot be loaded
   */
  public static TorchNetwork of(LayerGraph graph, Weights weights, TorchOptions options) {
    return of(graph, weights, trained(graph), options);
  }

  /** Loads a network whose trained parameters lie in a given order. */
  static TorchNetwork of(
      LayerGraph graph, Weights weights, List<Parameter> trainedOrder, TorchOptions options) {
    weights.requireFits(graph);
    TorchNetwork network = new TorchNetwork(graph, trainedOrder, options);
    network.load(weights);
    return network;
  }

  private static List<Parameter> trained(LayerGraph graph) {
    return graph.parameters().stream().filter(p -> p.role().trained()).toList();
  }

  void load(Weights weights) {
    trained.fill(weights::get);
    statistics.fill(weights::get);
  }

  /**
   * Copies the weights to the heap.
   *
   * @return the weights as they are now, in the order of the graph's parameters
   */
  public Weights weights() {
    Map<String, FloatTensor> read = new LinkedHashMap<>();
    trained.readInto(read, "");
    statistics.readInto(read, "");
    return Weights.of(read).select(graph());
  }

  /**
   * Returns the graph.
   *
   * @return the graph
   */
  public LayerGraph graph() {
    return interpreter.graph();
  }

  /**
   * Computes the answers to images, as after training: batch norms use their running statistics.
   *
   * @param images [N, C, H, W] in row-major order, normalised
   * @return [N, features]; [N, C, H, W] if the graph does not end in a fully connected layer
   * @throws IllegalArgumentException if the shape is not the graph's
   */
  public FloatTensor run(FloatTensor images) {
    TensorShape input = graph().input();
    List<Integer> shape = images.shape();
    if (shape.size() != 4
        || !shape.subList(1, 4).equals(List.of(input.channels(), input.height(), input.width()))) {
      throw new IllegalArgumentException(
          "the network takes [N, %s], not %s".formatted(input, shape));
    }
    LibTorch.use(options);
    return NativeScope.computeWithoutGradients(
        () -> {
          Tensor batch =
              torch.empty(Tensors.longs(shape)).contiguous(torch.MemoryFormat.ChannelsLast);
          Tensors.fill(batch, images);
          return Tensors.read(forward(batch, Pass.INFERENCE));
        });
  }

  /**
   * Computes the share of images whose largest answer is their label's.
   *
   * @param images the images
   * @param normalisation what makes them network input
   * @return top-1 accuracy, a fraction
   * @throws InvalidInputException if the images' shape is not the graph's or there are none
   */
  public double accuracy(ImageSet images, Normalisation normalisation) {
    requireFits(images, graph());
    LibTorch.use(options);
    long correct = 0;
    try (ImageBatches batches =
        new ImageBatches(images, normalisation, Augmentation.NONE, EVALUATION_BATCH, 0)) {
      for (int from = 0; from < images.size(); from += EVALUATION_BATCH) {
        int first = from;
        int end = Math.min(images.size(), from + EVALUATION_BATCH);
        correct += NativeScope.computeWithoutGradients(() -> correct(batches.plain(first, end)));
      }
    }
    return (double) correct / images.size();
  }

  private long correct(ImageBatches.Batch batch) {
    Tensor logits = forward(batch.images(), Pass.INFERENCE);
    return logits.argmax(new LongOptional(1), false).eq(batch.labels()).sum().item_long();
  }

  /**
   * Refuses images that a network does not take.
   *
   * @param images the images
   * @param graph the network
   * @throws InvalidInputException if their shape or number of classes is not the network's
   */
  public static void requireFits(ImageSet images, LayerGraph graph) {
    TensorShape input = graph.input();
    TensorShape given = new TensorShape(images.channels(), images.height(), images.width());
    if (!given.equals(input)) {
      throw new InvalidInputException(
          "the images are %s, but %s takes %s; have them resized (data.image-size), or name a network or space for their size"
              .formatted(given, graph.name(), input));
    }
    int classes = graph.output().channels();
    if (classes != images.classCount()) {
      throw new InvalidInputException(
          "the data set has %d classes, but %s tells %d apart"
              .formatted(images.classCount(), graph.name(), classes));
    }
  }

  Tensor forward(Tensor images, Pass pass) {
    return interpreter.forward(images, this::parameter, pass);
  }

  TrainingPass train(Tensor images, Pass pass) {
    return train(images, pass, statistics);
  }

  /** Begins a pass that given running statistics follow. */
  TrainingPass train(Tensor images, Pass pass, FlatTensors followed) {
    return interpreter.train(images, name -> parameter(name, followed), pass);
  }

  private Tensor parameter(String name) {
    return parameter(name, statistics);
  }

  private Tensor parameter(String name, FlatTensors running) {
    return trained.contains(name) ? trained.get(name) : running.get(name);
  }

  FlatTensors trained() {
    return trained;
  }

  FlatTensors statistics() {
    return statistics;
  }

  @Override
  public void close() {
    trained.close();
    statistics.close();
  }
}
