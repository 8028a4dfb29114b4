package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Architecture;
import io.hwnas.space.BatchNorm;
import io.hwnas.space.Block;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.Gate;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Padding;
import io.hwnas.space.Parameter;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import io.hwnas.space.Stem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightInitTests {
  private final LayerGraph graph = LayerGraph.of(deep());

  @Test
  void theSameGeneratorGivesTheSameWeights() {
    assertEquals(
        WeightInit.training(graph, new Random(1)), WeightInit.training(graph, new Random(1)));
    assertEquals(WeightInit.random(graph, new Random(1)), WeightInit.random(graph, new Random(1)));
    assertNotEquals(
        WeightInit.training(graph, new Random(1)), WeightInit.training(graph, new Random(2)));
  }

  @Test
  void everyParameterGetsAValueInTheOrderOfTheGraph() {
    List<String> names = graph.parameters().stream().map(Parameter::name).toList();
    assertEquals(names, List.copyOf(WeightInit.training(graph, new Random(1)).names()));
    assertEquals(names, List.copyOf(WeightInit.random(graph, new Random(1)).names()));
    WeightInit.random(graph, new Random(1)).requireFitsExactly(graph);
  }

  @Test
  void trainingFollowsTorchvisionsDeviations() {
    Weights weights = WeightInit.training(graph, new Random(3));
    assertDeviation(Math.sqrt(2.0 / (48 * 25)), weights.get("s1.b1.depthwise.conv.weight"));
    assertDeviation(Math.sqrt(2.0 / 48), weights.get("s1.b1.expand.conv.weight"));
    assertDeviation(Math.sqrt(2.0 / 48), weights.get("s1.b1.se.expand.weight"));
    assertDeviation(0.01, weights.get("head.hidden.weight"));
    assertEquals(FloatTensor.filled(List.of(48), 1), weights.get("s1.b1.depthwise.bn.running_var"));
    assertEquals(FloatTensor.filled(List.of(48), 0), weights.get("s1.b1.depthwise.bn.bias"));
    assertEquals(FloatTensor.filled(List.of(48), 0), weights.get("s1.b1.se.expand.bias"));
  }

  @Test
  void randomWeightsKeepADeepNetworkAwake() {
    ReferenceInterpreter network =
        new ReferenceInterpreter(graph, WeightInit.random(graph, new Random(4)));
    double[] one = network.run(image(new Random(5)));
    double[] other = network.run(image(new Random(6)));
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i]));
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    assertTrue(largest > 0.1 && largest < 10, "largest output " + largest);
    assertTrue(difference > 0.01 * largest, "two images differ by " + difference);
  }

  /** Expectations that are a little off grow to thousands over sixty batch norms. */
  @Test
  void randomWeightsKeepTheMagnitudeOfWideAndDeepNetworks() {
    SearchSpace space = SearchSpace.named("ofa-mobilenet-v3-1.2@32");
    List<Double> largest = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      LayerGraph subnet = LayerGraph.of(space.decode(space.sample(Seeds.of(7, "subnets", i))));
      Weights weights = WeightInit.random(subnet, Seeds.of(7, "weights", i));
      double[] answer = new ReferenceInterpreter(subnet, weights).run(image(subnet, new Random(i)));
      largest.add(Arrays.stream(answer).map(Math::abs).max().orElseThrow());
    }
    assertTrue(largest.stream().allMatch(one -> one > 0.3 && one < 30), "outputs " + largest);
  }

  private static void assertDeviation(double expected, FloatTensor tensor) {
    double sum = 0;
    for (float value : tensor.values()) {
      sum += (double) value * value;
    }
    double deviation = Math.sqrt(sum / tensor.size());
    double standardError = expected / Math.sqrt(2.0 * tensor.size());
    assertEquals(expected, deviation, 4 * standardError);
  }

  private float[] image(Random random) {
    return image(graph, random);
  }

  private static float[] image(LayerGraph graph, Random random) {
    float[] image = new float[Math.toIntExact(graph.input().elements())];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  /** Sixteen residual blocks with squeeze-excite. */
  private static Architecture deep() {
    Block block =
        new InvertedResidual(
            5,
            1,
            OptionalInt.of(48),
            12,
            Optional.of(new SqueezeExcite(12, Gate.HARD_SIGMOID)),
            Nonlinearity.HSWISH,
            true);
    Stage stage = new Stage(Collections.nCopies(8, block));
    return new Architecture(
        "deep",
        new ImageInput(3, 12),
        new Stem(3, 2, 12, Nonlinearity.HSWISH),
        List.of(stage, stage),
        new ClassificationHead(
            OptionalInt.of(48), OptionalInt.of(64), Nonlinearity.HSWISH, 0.2, 10),
        BatchNorm.MOBILENET_V3,
        Padding.SYMMETRIC);
  }
}
