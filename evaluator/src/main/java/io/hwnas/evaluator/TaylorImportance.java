package io.hwnas.evaluator;

import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.evaluator.data.TrainingSet;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * How much each channel of a network matters, by what the loss would change without it, to first
 * order (Molchanov et al. 2019, "Importance estimation for neural network pruning", equation 8, and
 * its gates behind batch norms; Molchanov et al. 2017, "Pruning convolutional neural networks for
 * resource efficient inference", equation 8).
 *
 * <p>A channel is thought to pass gates of value 1: one behind each batch norm that scales it, and
 * one behind each layer that makes it where no batch norm follows. The loss's derivative by such a
 * gate is Σ θ · ∂L/∂θ over the parameters before it: γ and β, or a filter and its bias. Gates of
 * channels that only change together are opened and closed together, so that their derivatives are
 * added up. The importance is the square of that sum, as the mean over a few batches.
 *
 * <p>Batch norms take the statistics of the batch, which leave no derivative behind what the next
 * batch norm undoes; dropout drops nothing.
 *
 * @param training the images
 * @param normalisation what makes them network input
 * @param batchSize images of a batch, at least 1
 * @param batches how many batches, at least 1
 * @param seed decides which images
 * @param options how libtorch is run
 */
public record TaylorImportance(
    TrainingSet training,
    Normalisation normalisation,
    int batchSize,
    int batches,
    long seed,
    TorchOptions options) {
  /** Checks the ranges. */
  public TaylorImportance {
    if (batchSize < 1 || batches < 1) {
      throw new IllegalArgumentException(
          "%d batches of %d images; at least 1 of 1".formatted(batches, batchSize));
    }
  }

  /**
   * Measures all channels of a network.
   *
   * @param graph the network
   * @param weights its weights
   * @return by id of the channel group, one number a channel, not negative; groups that pass no
   *     gate, such as the image's channels, have none
   * @throws io.hwnas.space.InvalidInputException if the images or the weights do not fit
   * @throws TrainingDivergedException if the loss of a batch is no finite number
   */
  public Map<String, double[]> of(LayerGraph graph, Weights weights) {
    TorchNetwork.requireFits(training.images(), graph);
    Map<String, Parameter> gated = gated(graph);
    Map<String, double[]> squares = new LinkedHashMap<>();
    try (TorchNetwork network = TorchNetwork.of(graph, weights, options);
        ImageBatches images =
            new ImageBatches(
                training.images(), normalisation, Augmentation.NONE, batchSize, seed)) {
      for (int batch = 0; batch < batches; batch++) {
        int step = batch;
        NativeScope.computeWithoutGradients(
                () -> derivatives(network, images.training(step, batchSize), gated, step))
            .forEach((group, sums) -> addSquares(squares, group, sums));
      }
    }
    return squares;
  }

  private void addSquares(Map<String, double[]> squares, String group, double[] sums) {
    double[] all = squares.computeIfAbsent(group, id -> new double[sums.length]);
    for (int channel = 0; channel < sums.length; channel++) {
      all[channel] += sums[channel] * sums[channel] / batches;
    }
  }

  /** Returns the loss's derivative by every channel's gates together. */
  private static Map<String, double[]> derivatives(
      TorchNetwork network, ImageBatches.Batch batch, Map<String, Parameter> gated, int step) {
    TrainingPass pass = network.train(batch.images(), Pass.BATCH_STATISTICS);
    Loss loss = Loss.ofLabels(pass.output(), batch.labels(), 0);
    if (!Double.isFinite(loss.value())) {
      throw new TrainingDivergedException(network.graph().name(), step, loss.value());
    }
    Map<String, double[]> sums = new HashMap<>();
    pass.backward(
        loss.gradient(),
        (name, gradient) -> {
          Parameter parameter = gated.get(name);
          if (parameter != null) {
            Tensor products = network.trained().get(name).mul(gradient);
            add(Tensors.read(products), channels(parameter, sums));
          }
        });
    return sums;
  }

  private static double[] channels(Parameter parameter, Map<String, double[]> sums) {
    Parameter.Axis out = parameter.axes().get(0);
    return sums.computeIfAbsent(out.group(), group -> new double[out.size()]);
  }

  private static void add(FloatTensor products, double[] sums) {
    int row = products.size() / sums.length;
    for (int i = 0; i < products.size(); i++) {
      sums[i / row] += products.get(i);
    }
  }

  /** Returns the parameters right before gates, by name; the first axis of each is the channels. */
  private static Map<String, Parameter> gated(LayerGraph graph) {
    Map<String, Parameter> gated = new HashMap<>();
    Set<Integer> normalised = new HashSet<>();
    for (Layer layer : graph.layers()) {
      if (layer.operator() instanceof Operator.BatchNormalization) {
        normalised.addAll(layer.inputs());
        add(layer, gated);
      }
    }
    graph.producers().stream()
        .filter(layer -> !normalised.contains(layer.index()))
        .forEach(layer -> add(layer, gated));
    return gated;
  }

  private static void add(Layer layer, Map<String, Parameter> gated) {
    layer.parameters().stream()
        .filter(parameter -> parameter.role().trained())
        .forEach(parameter -> gated.put(parameter.name(), parameter));
  }
}
