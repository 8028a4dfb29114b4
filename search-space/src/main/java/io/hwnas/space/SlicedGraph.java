package io.hwnas.space;

import java.util.Comparator;
import java.util.Map;

/**
 * A network in the schedule of MobileNetV2's memory-efficient inference (Sandler et al., section
 * 5.1): an inverted residual is computed as a sum over slices of its expanded tensor, so that this
 * tensor is never whole.
 *
 * <p>An inverted residual is cut into as many slices as let none be larger than the block's input
 * or output. A first block without expansion takes the stem for its expansion. Blocks with
 * squeeze-excite, whose gate needs all channels at once, and depthwise separable blocks stay as
 * they are. The batch norms of what is cut are folded into its convolutions.
 *
 * @param graph the network so computed; its blocks are empty, for latency tables have no entries of
 *     slices
 * @param slices by name of each convolution that is a slice, what it is a slice of
 */
public record SlicedGraph(LayerGraph graph, Map<String, Slice> slices) {
  /**
   * What a convolution is a slice of.
   *
   * @param convolution the convolution in the original graph, which a batch norm follows
   * @param batchNorm that batch norm
   * @param from first channel
   * @param to channel after the last
   * @param ofInput whether the channels are those of the convolution's input, as in a projection
   */
  public record Slice(Layer convolution, Layer batchNorm, int from, int to, boolean ofInput) {}

  /** Copies the map. */
  public SlicedGraph {
    slices = Map.copyOf(slices);
  }

  /**
   * Cuts a network.
   *
   * @param graph a network of {@link LayerGraph#of}
   * @return the same function in slices
   */
  public static SlicedGraph of(LayerGraph graph) {
    return new Slicing(graph).slice();
  }

  /**
   * Returns the largest tensor between two layers.
   *
   * @param graph a network in any schedule
   * @return its number of values, the network's input included
   */
  public static long largestTensorElements(LayerGraph graph) {
    return graph.layers().stream()
        .map(Layer::output)
        .map(TensorShape::elements)
        .max(Comparator.naturalOrder())
        .map(largest -> Math.max(largest, graph.input().elements()))
        .orElseThrow();
  }
}
