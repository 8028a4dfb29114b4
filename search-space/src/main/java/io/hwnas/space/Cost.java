package io.hwnas.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network costs, counted exactly on its graph.
 *
 * @param madds multiply-adds of convolutions and fully connected layers for one image,
 *     squeeze-excites included; pooling, batch norm, nonlinearities and sums count nothing, as in
 *     the published tables of the MobileNet line
 * @param params trained parameters: weights, biases, batch norms' scales and shifts
 * @param peakBytes the largest sum of float32 activations alive while an operator runs, batch 1,
 *     operators in the graph's order: batch norms, nonlinearities and gates work in place, a
 *     residual's input stays alive, weights do not count
 */
public record Cost(long madds, long params, long peakBytes) {
  /**
   * The cost of one layer.
   *
   * @param layer the layer
   * @param cost its MAdds and params, and the activations alive while it runs
   */
  public record OfLayer(Layer layer, Cost cost) {}

  /**
   * The cost of one block.
   *
   * @param block the block
   * @param cost its MAdds and params, and the most activations alive while it runs
   */
  public record OfBlock(LoweredBlock block, Cost cost) {}

  /**
   * Counts a network.
   *
   * @param graph the network
   * @return its cost
   * @throws InvalidInputException naming the layer up to which it is too much for 64 bits
   */
  public static Cost of(LayerGraph graph) {
    Cost sum = new Cost(0, 0, 0);
    for (OfLayer row : perLayer(graph)) {
      sum = counted(graph, row.layer(), sum, row.cost());
    }
    return sum;
  }

  /**
   * Counts every layer.
   *
   * @param graph the network
   * @return the costs in the order of the layers
   * @throws InvalidInputException naming the layer that is too much for 64 bits
   */
  public static List<OfLayer> perLayer(LayerGraph graph) {
    long[] liveBytes = ActivationMemory.liveBytes(graph);
    List<OfLayer> costs = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      long params =
          layer.parameters().stream()
              .filter(parameter -> parameter.role().trained())
              .mapToLong(Parameter::elements)
              .sum();
      costs.add(
          new OfLayer(layer, new Cost(madds(graph, layer), params, liveBytes[layer.index()])));
    }
    return List.copyOf(costs);
  }

  /**
   * Counts every block.
   *
   * @param graph the network
   * @return the costs in the order of the blocks
   * @throws InvalidInputException naming the layer up to which one is too much for 64 bits
   */
  public static List<OfBlock> perBlock(LayerGraph graph) {
    Map<String, Cost> sums = new LinkedHashMap<>();
    for (OfLayer row : perLayer(graph)) {
      Layer layer = row.layer();
      sums.merge(layer.blockId(), row.cost(), (sum, cost) -> counted(graph, layer, sum, cost));
    }
    return graph.blocks().stream().map(block -> new OfBlock(block, sums.get(block.id()))).toList();
  }

  private static Cost counted(LayerGraph graph, Layer layer, Cost sum, Cost cost) {
    try {
      return new Cost(
          Math.addExact(sum.madds, cost.madds),
          Math.addExact(sum.params, cost.params),
          Math.max(sum.peakBytes, cost.peakBytes));
    } catch (ArithmeticException e) {
      throw uncountable(graph, layer, e);
    }
  }

  /** Multiply-adds overflow first: every weight takes part in at least one. */
  private static InvalidInputException uncountable(
      LayerGraph graph, Layer layer, ArithmeticException cause) {
    return new InvalidInputException(
        "%s: up to layer %s it takes more multiply-adds than hwnas counts (2^63 - 1); choose a"
                .formatted(graph.name(), layer.name())
            + " smaller width or resolution",
        cause);
  }

  private static long madds(LayerGraph graph, Layer layer) {
    if (layer.operator() instanceof Operator.Convolution convolution) {
      long perOutput =
          (long) convolution.kernel()
              * convolution.kernel()
              * (convolution.inChannels() / convolution.groups());
      try {
        return Math.multiplyExact(perOutput, layer.output().elements());
      } catch (ArithmeticException e) {
        throw uncountable(graph, layer, e);
      }
    }
    if (layer.operator() instanceof Operator.Linear linear) {
      return (long) linear.inFeatures() * linear.outFeatures();
    }
    return 0;
  }
}
