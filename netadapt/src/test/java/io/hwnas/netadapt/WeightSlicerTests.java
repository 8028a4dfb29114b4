package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.Seeds;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WeightSlicerTests {
  private static final Architecture NETWORK = Networks.small();
  private static final LayerGraph GRAPH = LayerGraph.of(NETWORK);
  private static final Weights WEIGHTS = Networks.weights(NETWORK);

  @TestFactory
  Stream<DynamicTest> removing_channels_that_are_zero_leaves_the_function_as_it_is() {
    return ChannelGroups.adjustable(NETWORK).stream()
        .map(
            group ->
                DynamicTest.dynamicTest(
                    group.id(), () -> checkThatZerosAreRemoved(group.id(), group.channels() - 8)));
  }

  private static void checkThatZerosAreRemoved(String groupId, int channels) throws OrtException {
    LayerGraph smaller = LayerGraph.of(Shrinking.shrink(NETWORK, groupId, channels));
    RandomGenerator random = Seeds.of(channels, groupId);
    Map<String, Set<Integer>> zeros = new HashMap<>();
    for (ChannelGroup group : GRAPH.channelGroups().values()) {
      int lost = group.channels() - smaller.channelGroups().get(group.id()).channels();
      Set<Integer> chosen = new HashSet<>();
      while (chosen.size() < lost) {
        chosen.add(random.nextInt(group.channels()));
      }
      zeros.put(group.id(), chosen);
    }
    Weights zeroed = zeroed(zeros);
    Weights sliced = WeightSlicer.shrink(GRAPH, zeroed, smaller);
    sliced.requireFitsExactly(smaller);
    assertArrayEquals(run(GRAPH, zeroed), run(smaller, sliced), 2e-5f);
  }

  /** Returns the weights with all that produces the channels set to zero. */
  private static Weights zeroed(Map<String, Set<Integer>> channels) {
    Weights zeroed = WEIGHTS;
    for (Parameter parameter : GRAPH.parameters()) {
      Set<Integer> rows = channels.getOrDefault(parameter.axes().get(0).group(), Set.of());
      float[] values = WEIGHTS.get(parameter.name()).values();
      int row = values.length / parameter.axes().get(0).size();
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.contains(i / row) ? 0 : values[i];
      }
      zeroed = zeroed.with(parameter.name(), new FloatTensor(parameter.shape(), values));
    }
    return zeroed;
  }

  private static float[] run(LayerGraph graph, Weights weights) throws OrtException {
    long pixels = graph.input().elements();
    float[] image = new float[Math.toIntExact(pixels)];
    RandomGenerator random = Seeds.of(1, "test/image");
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    long[] shape = {1, graph.input().channels(), graph.input().height(), graph.input().width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(OnnxWriter.toBytes(graph, weights));
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), shape);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] output = new float[values.remaining()];
      values.get(output);
      return output;
    }
  }

  @Property(tries = 50)
  void a_kept_weight_is_the_weight_at_its_place(
      @ForAll @IntRange(min = 1, max = 24) int channels, @ForAll long seed) {
    String group = "s1.b0.output";
    LayerGraph smaller = LayerGraph.of(ChannelGroups.resize(NETWORK, group, channels));
    List<Integer> kept =
        Seeds.of(seed, "test/kept").ints(0, 24).distinct().limit(channels).boxed().toList();
    Weights sliced = WeightSlicer.slice(GRAPH, WEIGHTS, smaller, Map.of(group, kept));
    String project = "s1.b1.project.conv.weight";
    String expand = "s1.b1.expand.conv.weight";
    for (int i = 0; i < channels; i++) {
      assertEquals(
          WEIGHTS.get(project).get(kept.get(i) * 64 + 5), sliced.get(project).get(i * 64 + 5));
      assertEquals(
          WEIGHTS.get(expand).get(3 * 24 + kept.get(i)), sliced.get(expand).get(3 * channels + i));
    }
  }

  @Test
  void importance_adds_up_over_all_filters_that_a_residual_joins() {
    FilterImportance importance = FilterImportance.of(GRAPH, WEIGHTS);
    double sum = 0;
    for (String block : List.of("s1.b0", "s1.b1", "s1.b2")) {
      FloatTensor weight = WEIGHTS.get(block + ".project.conv.weight");
      int row = weight.size() / 24;
      for (int i = 0; i < row; i++) {
        sum += (double) weight.get(3 * row + i) * weight.get(3 * row + i);
      }
    }
    assertEquals(sum, importance.of("s1.b0.output", 3), 1e-9);
  }

  @Test
  void neither_depthwise_filters_nor_excitations_nor_batch_norms_count_as_producers() {
    double before = FilterImportance.of(GRAPH, WEIGHTS).of("s1.b1.expansion", 0);
    Weights changed = WEIGHTS;
    for (String name :
        List.of(
            "s1.b1.depthwise.conv.weight",
            "s1.b1.se.expand.weight",
            "s1.b1.expand.bn.weight",
            "s1.b1.depthwise.bn.weight")) {
      changed = changed.with(name, FloatTensor.filled(WEIGHTS.get(name).shape(), 9));
    }
    assertEquals(before, FilterImportance.of(GRAPH, changed).of("s1.b1.expansion", 0));
  }

  @Test
  void of_equal_filters_the_lower_channels_stay() {
    String name = "s1.b0.expand.conv.weight";
    Weights equal = WEIGHTS.with(name, FloatTensor.filled(WEIGHTS.get(name).shape(), 1));
    assertEquals(
        List.of(0, 1, 2), FilterImportance.of(GRAPH, equal).strongest("s1.b0.expansion", 3));
  }

  @Test
  void a_squeeze_excite_narrower_than_a_quarter_never_grows() {
    Architecture narrow =
        new Architecture(
            "narrow",
            NETWORK.input(),
            NETWORK.stem(),
            List.of(
                new io.hwnas.space.Stage(
                    List.of(
                        Networks.block(
                            java.util.OptionalInt.of(96), 1, 16, java.util.Optional.of(4), true)))),
            NETWORK.head(),
            NETWORK.batchNorm(),
            NETWORK.padding());
    LayerGraph smaller = LayerGraph.of(Shrinking.shrink(narrow, "s0.b0.expansion", 88));
    assertEquals(4, smaller.channelGroups().get("s0.b0.squeeze").channels());
    WeightSlicer.shrink(LayerGraph.of(narrow), Networks.weights(narrow), smaller)
        .requireFitsExactly(smaller);
  }

  @Test
  void networks_that_do_not_fit_are_refused_by_name() {
    LayerGraph larger = LayerGraph.of(ChannelGroups.resize(NETWORK, "stem", 24));
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> WeightSlicer.shrink(GRAPH, WEIGHTS, larger));
    assertTrue(thrown.getMessage().contains("stem has 16 channels, fewer than 24"));
  }
}
