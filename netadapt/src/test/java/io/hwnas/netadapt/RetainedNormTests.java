package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RetainedNormTests {
  private static final Architecture NETWORK = Networks.small();
  private static final LayerGraph GRAPH = LayerGraph.of(NETWORK);

  /** All weights are 1, so that norms are counts. */
  private static Weights constant(float value) {
    Map<String, FloatTensor> tensors = new TreeMap<>();
    Networks.weights(NETWORK)
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = new float[tensor.size()];
              Arrays.fill(values, value);
              tensors.put(name, new FloatTensor(tensor.shape(), values));
            });
    return Weights.of(tensors);
  }

  private static RetainedNorm norm(Weights weights, ChannelGroup.Kind... kinds) {
    return new RetainedNorm(GRAPH, weights, Set.of(kinds));
  }

  @Test
  void the_first_network_retains_all() {
    Weights weights = Networks.weights(NETWORK);
    assertEquals(1, norm(weights, ChannelGroup.Kind.EXPANSION).of(GRAPH, weights));
  }

  /**
   * The head's hidden layer has 40 filters over 48 channels. With 24 filters of 48, three fifths
   * are left; with 36 channels to read, three quarters.
   */
  @Test
  void filters_are_lost_and_the_weights_that_read_lost_channels() {
    Weights ones = constant(1);
    RetainedNorm hidden = norm(ones, ChannelGroup.Kind.HEAD_HIDDEN);
    LayerGraph fewer = LayerGraph.of(Shrinking.shrink(NETWORK, "head.hidden", 24));
    assertEquals(0.6, hidden.of(fewer, WeightSlicer.shrink(GRAPH, ones, fewer)), 1e-12);
    String read = headConvolution();
    LayerGraph narrower = LayerGraph.of(Shrinking.shrink(NETWORK, read, 36));
    assertEquals(0.75, hidden.of(narrower, WeightSlicer.shrink(GRAPH, ones, narrower)), 1e-12);
  }

  private static String headConvolution() {
    return GRAPH.channelGroups().values().stream()
        .filter(group -> group.kind() == ChannelGroup.Kind.HEAD_CONVOLUTION)
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void keeping_the_largest_filters_retains_more_than_their_share() {
    Weights weights = Networks.weights(NETWORK);
    LayerGraph fewer = LayerGraph.of(Shrinking.shrink(NETWORK, "s1.b1.expansion", 32));
    RetainedNorm norm = norm(weights, ChannelGroup.Kind.EXPANSION);
    double largest = norm.of(fewer, WeightSlicer.shrink(GRAPH, weights, fewer));
    double chance =
        norm.of(
            fewer, WeightSlicer.shrink(GRAPH, weights, fewer, FilterImportance.random(GRAPH, 1)));
    assertTrue(largest > chance, largest + " " + chance);
  }

  @Test
  void filters_without_weight_are_refused() {
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class, () -> norm(constant(0), ChannelGroup.Kind.EXPANSION));
    assertEquals(
        "the filters of small that may be cut have a squared norm of 0.0; give trained weights",
        thrown.getMessage());
  }

  @Test
  void it_is_never_called_accuracy() {
    assertEquals("retained norm", norm(constant(1), ChannelGroup.Kind.EXPANSION).name());
  }
}
