package io.hwnas.export;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import io.hwnas.space.SlicedGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network in slices (MobileNetV2, section 5.1) with the weights that make it compute what the
 * whole network computes.
 *
 * @param graph the graph in slices
 * @param weights its weights, batch norms of what is cut folded in
 */
public record SlicedNetwork(LayerGraph graph, Weights weights) {
  /**
   * Cuts a network.
   *
   * @param graph the whole network
   * @param weights weights that fit it
   * @return the network in slices
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit or fold to values that
   *     are not finite
   */
  public static SlicedNetwork of(LayerGraph graph, Weights weights) {
    weights.requireFits(graph);
    SlicedGraph sliced = SlicedGraph.of(graph);
    Map<String, FoldedConvolution> folded = new HashMap<>();
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Layer layer : sliced.graph().layers()) {
      SlicedGraph.Slice slice = sliced.slices().get(layer.name());
      if (slice == null) {
        layer.parameters().forEach(one -> tensors.put(one.name(), weights.get(one.name())));
        continue;
      }
      FoldedConvolution whole =
          folded.computeIfAbsent(
              slice.convolution().name(),
              name -> FoldedConvolution.of(slice.convolution(), slice.batchNorm(), weights));
      for (Parameter parameter : layer.parameters()) {
        tensors.put(parameter.name(), part(parameter, whole, slice));
      }
    }
    return new SlicedNetwork(sliced.graph(), Weights.of(tensors));
  }

  private static FloatTensor part(
      Parameter parameter, FoldedConvolution whole, SlicedGraph.Slice slice) {
    boolean bias = parameter.role() == Parameter.Role.BIAS;
    float[] values = bias ? whole.bias().orElseThrow().values() : whole.weight().values();
    Operator.Convolution convolution = (Operator.Convolution) slice.convolution().operator();
    if (!slice.ofInput()) {
      int each = values.length / convolution.outChannels();
      return new FloatTensor(
          parameter.shape(), Arrays.copyOfRange(values, slice.from() * each, slice.to() * each));
    }
    return bias
        ? new FloatTensor(parameter.shape(), values)
        : new FloatTensor(parameter.shape(), columns(values, convolution.inChannels(), slice));
  }

  /** Takes some input channels of a 1×1 convolution's weight [out, in, 1, 1]. */
  private static float[] columns(float[] values, int inputs, SlicedGraph.Slice slice) {
    int count = slice.to() - slice.from();
    int outputs = values.length / inputs;
    float[] part = new float[outputs * count];
    for (int row = 0; row < outputs; row++) {
      System.arraycopy(values, row * inputs + slice.from(), part, row * count, count);
    }
    return part;
  }
}
