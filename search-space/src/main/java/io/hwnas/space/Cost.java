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
   */
  public static Cost of(LayerGraph graph) {
    return perLayer(graph).stream().map(OfLayer::cost).reduce(new Cost(0, 0, 0), Cost::plus);
  }

  /**
   * Counts every layer.
   *
   * @param graph the network
   * @return the costs in the order of the layers
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
      costs.add(new OfLayer(layer, new Cost(madds(layer), params, liveBytes[layer.index()])));
    }
    return List.copyOf(costs);
  }

  /**
   * Counts every block.
   *
   * @param graph the network
   * @return the costs in the order of the blocks
   */
  public static List<OfBlock> perBlock(LayerGraph graph) {
    Map<String, Cost> sums = new LinkedHashMap<>();
    perLayer(graph).forEach(row -> sums.merge(row.layer().blockId(), row.cost(), Cost::plus));
    return graph.blocks().stream().map(block -> new OfBlock(block, sums.get(block.id()))).toList();
  }

  private Cost plus(Cost other) {
    return new Cost(
        Math.addExact(madds, other.madds),
        Math.addExact(params, other.params),
        Math.max(peakBytes, other.peakBytes));
  }

  private static long madds(Layer layer) {
    if (layer.operator() instanceof Operator.Convolution convolution) {
      long perOutput =
          (long) convolution.kernel()
              * convolution.kernel()
              * (convolution.inChannels() / convolution.groups());
      return Math.multiplyExact(perOutput, layer.output().elements());
    }
    if (layer.operator() instanceof Operator.Linear linear) {
      return (long) linear.inFeatures() * linear.outFeatures();
    }
    return 0;
  }
}
