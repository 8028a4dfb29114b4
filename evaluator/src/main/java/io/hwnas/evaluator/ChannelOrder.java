package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * The channels of a network from the most important to the least, so that its slices, which are
 * first channels, are its most important ones (Cai et al. 2020, "Once for all", section 3.3).
 *
 * <p>How important a channel is says the L1 norm of the weights that read it, but for those of a
 * squeeze-excite, which only scales. Put into this order, the network computes what it did.
 */
final class ChannelOrder {
  private static final Set<ChannelGroup.Kind> FIXED =
      Set.of(ChannelGroup.Kind.INPUT, ChannelGroup.Kind.CLASSES);

  /** By id of a group, where its channels are now, in the order that they are to be in. */
  private final Map<String, long[]> orders;

  private ChannelOrder(Map<String, long[]> orders) {
    this.orders = orders;
  }

  /** Finds the order of all channels that are not the image's or the classes. */
  static ChannelOrder byImportance(LayerGraph graph, FlatTensors weights) {
    Map<String, double[]> norms = new LinkedHashMap<>();
    for (ChannelGroup group : graph.channelGroups().values()) {
      if (!FIXED.contains(group.kind())) {
        norms.put(group.id(), new double[group.channels()]);
      }
    }
    for (Parameter parameter : graph.parameters()) {
      if (reads(graph, parameter)) {
        add(
            Tensors.read(weights.get(parameter.name())),
            norms.get(parameter.axes().get(1).group()));
      }
    }
    Map<String, long[]> orders = new LinkedHashMap<>();
    norms.forEach((group, sums) -> orders.put(group, descending(sums)));
    return new ChannelOrder(orders);
  }

  /**
   * Tells whether a parameter is the weight of a layer that mixes channels and does not squeeze.
   */
  private static boolean reads(LayerGraph graph, Parameter parameter) {
    if (parameter.role() != Parameter.Role.WEIGHT) {
      return false;
    }
    ChannelGroup from = graph.channelGroups().get(parameter.axes().get(1).group());
    ChannelGroup to = graph.channelGroups().get(parameter.axes().get(0).group());
    return from != null && !FIXED.contains(from.kind()) && to.kind() != ChannelGroup.Kind.SQUEEZE;
  }

  /** Adds up absolute values along all dimensions but the second. */
  private static void add(FloatTensor weight, double[] sums) {
    int kernel = weight.size() / (weight.shape().get(0) * sums.length);
    for (int i = 0; i < weight.size(); i++) {
      sums[i / kernel % sums.length] += Math.abs(weight.get(i));
    }
  }

  private static long[] descending(double[] sums) {
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer channel) -> sums[channel]).reversed())
        .mapToLong(Integer::longValue)
        .toArray();
  }

  /** Puts tensors of the network's parameters, or what goes with them, into this order. */
  void apply(FlatTensors tensors) {
    NativeScope.runWithoutGradients(
        () -> tensors.parameters().forEach(parameter -> apply(tensors, parameter)));
  }

  private void apply(FlatTensors tensors, Parameter parameter) {
    Tensor tensor = tensors.get(parameter.name());
    List<Parameter.Axis> axes = parameter.axes();
    for (int dimension = 0; dimension < axes.size(); dimension++) {
      long[] order = orders.get(axes.get(dimension).group());
      if (order != null) {
        Tensor places =
            torch.from_blob(
                new LongPointer(order),
                new long[] {order.length},
                new TensorOptions(torch.ScalarType.Long));
        tensor.copy_(tensor.index_select(dimension, places));
      }
    }
  }
}
