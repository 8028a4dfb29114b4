package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.Seeds;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scores untrained networks by how much their weights let through (synflow: Tanaka et al. 2020,
 * "Pruning neural networks without any data", equation 2; as a score of networks Abdelfattah et al.
 * 2021, "Zero-cost proxies for lightweight NAS", section 3.2).
 *
 * <p>All weights take their absolute values, batch norms are left out, and an image of ones goes
 * through; the score is ln Σ |θ · ∂R/∂θ| with R the sum of the outputs. No image is looked at.
 * Without batch norms nothing stays below 6, so ReLU6 is ReLU here.
 *
 * @param seed decides the weights
 * @param options how libtorch is run
 */
public record SynapticFlow(long seed, TorchOptions options) implements AccuracyEvaluator {
  /**
   * Scores an architecture.
   *
   * @param architecture any architecture
   * @return ln Σ |θ · ∂R/∂θ|; greater is better, and it is no share of anything
   * @throws InvalidInputException if the network is so deep that the sum leaves single precision
   */
  @Override
  public double accuracy(Architecture architecture) {
    LayerGraph graph = withoutBatchNorms(LayerGraph.of(architecture));
    try (TorchNetwork network = TorchNetwork.of(graph, positive(graph), options)) {
      double score = Math.log(NativeScope.computeWithoutGradients(() -> flow(network)));
      if (!Double.isFinite(score)) {
        throw new InvalidInputException(
            "%s: synaptic flow leaves single precision; choose another evaluator"
                .formatted(architecture.name()));
      }
      return score;
    }
  }

  private Weights positive(LayerGraph graph) {
    Weights drawn = WeightInit.training(graph, Seeds.of(seed, "synaptic-flow/weights"));
    Map<String, FloatTensor> positive = new LinkedHashMap<>();
    drawn
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]);
              }
              positive.put(name, new FloatTensor(tensor.shape(), values));
            });
    return Weights.of(positive);
  }

  private static double flow(TorchNetwork network) {
    TensorShape input = network.graph().input();
    Tensor ones =
        torch
            .ones(1, input.channels(), input.height(), input.width())
            .contiguous(torch.MemoryFormat.ChannelsLast);
    TrainingPass pass = network.train(ones, Pass.BATCH_STATISTICS);
    double[] sum = new double[1];
    pass.backward(
        torch.ones(1, network.graph().output().channels()),
        (name, gradient) ->
            sum[0] += network.trained().get(name).mul(gradient).abs().sum().item_float());
    return sum[0];
  }

  private static Operator unbounded(Operator operator) {
    return operator.equals(new Operator.Activation(Nonlinearity.RELU6))
        ? new Operator.Activation(Nonlinearity.RELU)
        : operator;
  }

  /** Joins what reads a batch norm to what it reads. */
  private static LayerGraph withoutBatchNorms(LayerGraph graph) {
    List<Layer> kept = new ArrayList<>();
    int[] places = new int[graph.layers().size()];
    for (Layer layer : graph.layers()) {
      List<Integer> inputs =
          layer.inputs().stream()
              .map(input -> input == Layer.NETWORK_INPUT ? input : places[input])
              .toList();
      if (layer.operator() instanceof Operator.BatchNormalization) {
        places[layer.index()] = inputs.get(0);
      } else {
        places[layer.index()] = kept.size();
        kept.add(
            new Layer(
                kept.size(),
                layer.name(),
                layer.blockId(),
                unbounded(layer.operator()),
                inputs,
                layer.output(),
                layer.parameters()));
      }
    }
    return new LayerGraph(graph.name(), graph.input(), kept, List.of(), graph.channelGroups());
  }
}
