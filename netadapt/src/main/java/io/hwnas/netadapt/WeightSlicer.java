package io.hwnas.netadapt;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts the weights of a smaller network out of a larger one's.
 *
 * <p>It knows nothing of blocks: every axis of every {@link Parameter} names the channel group it
 * runs over, and loses what that group loses.
 */
public final class WeightSlicer {
  private WeightSlicer() {}

  /**
   * Keeps, in every group that shrinks, the channels of largest filters.
   *
   * @param graph the larger network
   * @param weights its weights
   * @param smaller the same network with fewer channels in some groups
   * @return the smaller network's weights
   * @throws IllegalArgumentException if a group grew, or a parameter is the smaller's alone
   */
  public static Weights shrink(LayerGraph graph, Weights weights, LayerGraph smaller) {
    return shrink(graph, weights, smaller, FilterImportance.of(graph, weights));
  }

  /**
   * Keeps, in every group that shrinks, the most important channels.
   *
   * @param graph the larger network
   * @param weights its weights
   * @param smaller the same network with fewer channels in some groups
   * @param importance how much the larger network's channels matter
   * @return the smaller network's weights
   * @throws IllegalArgumentException if a group grew, or a parameter is the smaller's alone
   */
  public static Weights shrink(
      LayerGraph graph, Weights weights, LayerGraph smaller, FilterImportance importance) {
    Map<String, List<Integer>> kept = new LinkedHashMap<>();
    for (ChannelGroup group : graph.channelGroups().values()) {
      ChannelGroup after = smaller.channelGroups().get(group.id());
      if (after != null && after.channels() != group.channels()) {
        kept.put(group.id(), importance.strongest(group.id(), after.channels()));
      }
    }
    return slice(graph, weights, smaller, kept);
  }

  /**
   * Keeps the channels named.
   *
   * @param graph the larger network
   * @param weights its weights
   * @param smaller the same network with fewer channels in some groups
   * @param kept by group id, the channels to keep in their new order; groups that are not named
   *     keep all
   * @return the smaller network's weights, in the order of its parameters
   * @throws IllegalArgumentException if what is kept does not fit the smaller network
   */
  public static Weights slice(
      LayerGraph graph, Weights weights, LayerGraph smaller, Map<String, List<Integer>> kept) {
    Map<String, Parameter> larger = new LinkedHashMap<>();
    graph.parameters().forEach(parameter -> larger.put(parameter.name(), parameter));
    Map<String, FloatTensor> sliced = new LinkedHashMap<>();
    for (Parameter after : smaller.parameters()) {
      Parameter before = larger.get(after.name());
      if (before == null) {
        throw new IllegalArgumentException(
            "%s has no parameter %s".formatted(graph.name(), after.name()));
      }
      FloatTensor tensor = select(weights.get(before.name()), before, kept);
      if (!tensor.shape().equals(after.shape())) {
        throw new IllegalArgumentException(
            "%s is %s after slicing, not %s"
                .formatted(after.name(), tensor.shape(), after.shape()));
      }
      sliced.put(after.name(), tensor);
    }
    return Weights.of(sliced);
  }

  private static FloatTensor select(
      FloatTensor tensor, Parameter parameter, Map<String, List<Integer>> kept) {
    List<Parameter.Axis> axes = parameter.axes();
    if (axes.stream().noneMatch(axis -> kept.containsKey(axis.group()))) {
      return tensor;
    }
    List<List<Integer>> places =
        axes.stream().map(axis -> kept.getOrDefault(axis.group(), all(axis.size()))).toList();
    List<Integer> shape = places.stream().map(List::size).toList();
    float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      int source = 0;
      int stride = 1;
      for (int axis = axes.size() - 1; axis >= 0; axis--) {
        int size = shape.get(axis);
        source += stride * places.get(axis).get(rest % size);
        rest /= size;
        stride *= axes.get(axis).size();
      }
      values[i] = tensor.get(source);
    }
    return new FloatTensor(shape, values);
  }

  private static List<Integer> all(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
