package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.TensorShape;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** libtorch and ONNX Runtime give the same answers. */
class ParityTests {
  private static final double LARGEST_RELATIVE_ERROR = 1e-4;

  /** All networks for 28 and 32 pixels, and three at 224; a benchmark holds all at 224 to it. */
  static Stream<String> networks() {
    return Stream.concat(
        Stream.of("mobilenet-v3-large", "mobilenet-v3-small", "mobilenet-v2"),
        ReferenceNetworks.all().stream()
            .flatMap(network -> Stream.of(network.name() + "@32", network.name() + "@28")));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void referenceNetworksAgree(String name) throws OrtException {
    assertAgreement(ReferenceNetworks.named(name), 1);
  }

  /** TensorFlow's padding differs from the symmetric one where strides meet even sizes. */
  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-small@32", "mobilenet-v2@28", "mnasnet-a1@32"})
  void networksWithTensorFlowsPaddingAgree(String name) throws OrtException {
    Architecture symmetric = ReferenceNetworks.named(name);
    Architecture same =
        Architectures.read(
            YamlNode.parse(
                "same.yaml",
                Architectures.write(symmetric).replace("padding: symmetric", "padding: same")));
    assertNotEquals(symmetric, same);
    assertAgreement(same, 2);
  }

  @Test
  void randomArchitecturesOfTheSpacesAgree() throws OrtException {
    for (String name : List.of("mobilenet-v3-small-28", "ofa-mobilenet-v3")) {
      assertAgreement(SearchSpace.named(name), 26);
    }
    for (String name : SearchSpace.names()) {
      assertAgreement(SearchSpace.named(name + "@32"), 5);
    }
  }

  private static void assertAgreement(SearchSpace space, int count) throws OrtException {
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Seeds.of(7, space.name(), i);
      assertAgreement(space.decode(space.sample(random)), i);
    }
  }

  private static void assertAgreement(Architecture architecture, long seed) throws OrtException {
    LayerGraph graph = LayerGraph.of(architecture);
    Weights weights = WeightInit.random(graph, Seeds.of(seed, "weights"));
    FloatTensor image = image(graph.input(), Seeds.of(seed, "image"));
    try (TorchNetwork torch = TorchNetwork.of(graph, weights, new TorchOptions(1));
        OnnxNetwork onnx = new OnnxNetwork(graph, weights)) {
      double error = relativeError(torch.run(image).values(), onnx.run(image));
      assertTrue(
          error < LARGEST_RELATIVE_ERROR, "relative error %g of %s".formatted(error, architecture));
    }
  }

  static FloatTensor image(TensorShape shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(List.of(1, shape.channels(), shape.height(), shape.width()), values);
  }

  static double relativeError(float[] left, float[] right) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < left.length; i++) {
      difference = Math.max(difference, Math.abs(left[i] - right[i]));
      largest = Math.max(largest, Math.abs(right[i]));
    }
    return difference / largest;
  }
}
