package io.hwnas.netadapt;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How much each channel of a network matters: by default the squared L2 norm of the filters that
 * produce it (NetAdapt, section 3.3; Yang et al., ECCV 2018).
 *
 * <p>A filter is a row of a convolution's or fully connected layer's weight. Where residuals join
 * several convolutions, their filters of one channel are added up. Depthwise filters, which pass
 * channels on, the excitation of a squeeze-excite, which scales them, biases and batch norms do not
 * count.
 */
public final class FilterImportance {
  private final Map<String, double[]> magnitudes;

  private FilterImportance(Map<String, double[]> magnitudes) {
    this.magnitudes = magnitudes;
  }

  /**
   * Measures all channels of a network.
   *
   * @param graph the network
   * @param weights its weights
   * @return the importance of every channel of every group that layers produce
   */
  public static FilterImportance of(LayerGraph graph, Weights weights) {
    Map<String, double[]> magnitudes = new LinkedHashMap<>();
    for (Layer layer : graph.producers()) {
      Parameter weight = layer.parameters().get(0);
      add(weights.get(weight.name()), magnitudesOf(weight, magnitudes));
    }
    return new FilterImportance(magnitudes);
  }

  /**
   * Measures channels by their batch norms: the sum of |γ| over all that scale a channel (Liu et
   * al., Network Slimming, ICCV 2017).
   *
   * @param graph the network
   * @param weights its weights
   * @return the importance of every channel; where no batch norm scales a group, that of {@link
   *     #of(LayerGraph, Weights)}
   */
  public static FilterImportance ofBatchNorms(LayerGraph graph, Weights weights) {
    Map<String, double[]> scales = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      if (parameter.role() == Parameter.Role.SCALE) {
        double[] sums = magnitudesOf(parameter, scales);
        FloatTensor scale = weights.get(parameter.name());
        for (int channel = 0; channel < sums.length; channel++) {
          sums[channel] += Math.abs(scale.get(channel));
        }
      }
    }
    of(graph, weights).magnitudes.forEach(scales::putIfAbsent);
    return new FilterImportance(scales);
  }

  /**
   * Takes importances that were measured elsewhere.
   *
   * @param graph the network
   * @param scores by id of a channel group, one number a channel; the more it matters the greater
   * @return the importance of every channel of the groups named
   * @throws IllegalArgumentException if a group has another number of channels, or none
   */
  public static FilterImportance ofScores(LayerGraph graph, Map<String, double[]> scores) {
    Map<String, double[]> copied = new LinkedHashMap<>();
    scores.forEach(
        (id, values) -> {
          ChannelGroup group = graph.channelGroups().get(id);
          if (group == null || group.channels() != values.length) {
            throw new IllegalArgumentException(
                "%d scores of %s, which is %s in %s"
                    .formatted(values.length, id, group, graph.name()));
          }
          copied.put(id, values.clone());
        });
    return new FilterImportance(copied);
  }

  /**
   * Draws importances by chance.
   *
   * @param graph the network
   * @param seed source of the randomness
   * @return a number between 0 and 1 for every channel
   */
  public static FilterImportance random(LayerGraph graph, long seed) {
    RandomGenerator random = Seeds.of(seed, "netadapt/importance");
    Map<String, double[]> drawn = new LinkedHashMap<>();
    graph
        .channelGroups()
        .forEach((id, group) -> drawn.put(id, random.doubles(group.channels()).toArray()));
    return new FilterImportance(drawn);
  }

  private static double[] magnitudesOf(Parameter weight, Map<String, double[]> magnitudes) {
    Parameter.Axis out = weight.axes().get(0);
    return magnitudes.computeIfAbsent(out.group(), group -> new double[out.size()]);
  }

  private static void add(FloatTensor weight, double[] sums) {
    int row = weight.size() / sums.length;
    for (int i = 0; i < weight.size(); i++) {
      double value = weight.get(i);
      sums[i / row] += value * value;
    }
  }

  /**
   * Returns the importance of one channel.
   *
   * @param group id of a channel group that layers produce
   * @param channel the channel
   * @return how much it matters
   */
  public double of(String group, int channel) {
    return magnitudes(group)[channel];
  }

  /** Returns the importance of all channels of a group together. */
  double sum(String group) {
    return Arrays.stream(magnitudes(group)).sum();
  }

  /**
   * Chooses the channels to keep.
   *
   * @param group id of a channel group that layers produce
   * @param count how many to keep, at most all
   * @return the most important channels, ascending; of equals the lower ones
   */
  public List<Integer> strongest(String group, int count) {
    double[] sums = magnitudes(group);
    if (count > sums.length) {
      throw new IllegalArgumentException(
          "%s has %d channels, fewer than %d".formatted(group, sums.length, count));
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer channel) -> sums[channel]).reversed())
        .limit(count)
        .sorted()
        .toList();
  }

  private double[] magnitudes(String group) {
    double[] sums = magnitudes.get(group);
    if (sums == null) {
      throw new IllegalArgumentException("no layer produces the channels " + group);
    }
    return sums;
  }
}
