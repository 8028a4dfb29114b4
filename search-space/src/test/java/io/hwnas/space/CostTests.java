package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CostTests {
  private static final SearchSpace SPACE =
      SearchSpace.parse(YamlNode.parse("space.yaml", RandomArchitectures.SPACE));

  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  /** One block on 8×8: 4 channels in and out, 8 expanded, with a residual. */
  @Test
  void peakMemoryHoldsTheResidualsInputBesideBothSidesOfTheDepthwiseConvolution() {
    InvertedResidual block =
        new InvertedResidual(3, 1, OptionalInt.of(8), 4, Optional.empty(), Nonlinearity.RELU, true);
    Architecture architecture =
        new Architecture(
            "tiny",
            new ImageInput(1, 8),
            new Stem(3, 1, 4, Nonlinearity.RELU),
            List.of(new Stage(List.of(block))),
            new ClassificationHead(
                OptionalInt.empty(), OptionalInt.empty(), Nonlinearity.RELU, 0, 2),
            BatchNorm.TORCH_DEFAULT,
            Padding.SYMMETRIC);
    LayerGraph graph = LayerGraph.of(architecture);
    assertEquals(4 * 64 * (4 + 8 + 8), Cost.of(graph).peakBytes());
    assertEquals(
        4 * 64 * (4 + 4 + 4),
        Cost.perLayer(graph).stream()
            .filter(row -> row.layer().operator() instanceof Operator.Add)
            .findFirst()
            .orElseThrow()
            .cost()
            .peakBytes());
    assertEquals(64 * 9 * 4 + 64 * (4 * 8 + 9 * 8 + 8 * 4) + 4 * 2, Cost.of(graph).madds());
    assertEquals(36 + 8 + 32 + 16 + 72 + 16 + 32 + 8 + 8 + 2, Cost.of(graph).params());
  }

  @Test
  void peakMemoryOfMobileNetV2IsItsFirstExpansionsDepthwiseConvolution() {
    Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named("mobilenet-v2")));
    assertEquals(4L * 96 * (112 * 112 + 56 * 56), cost.peakBytes());
  }

  @Property(tries = 200)
  void blocksAddUpToTheNetworkAndAloneCostTheSame(
      @ForAll("architectures") Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    Cost whole = Cost.of(graph);
    List<Cost.OfBlock> blocks = Cost.perBlock(graph);
    assertEquals(whole.madds(), blocks.stream().mapToLong(row -> row.cost().madds()).sum());
    assertEquals(whole.params(), blocks.stream().mapToLong(row -> row.cost().params()).sum());
    assertEquals(
        whole.peakBytes(),
        blocks.stream().mapToLong(row -> row.cost().peakBytes()).max().orElseThrow());
    for (Cost.OfBlock row : blocks) {
      assertEquals(row.cost(), Cost.of(graph.isolate(row.block())));
    }
  }

  /** More kernel, expansion, depth, width, squeeze-excite or resolution never costs less. */
  @Property(tries = 300)
  void growsWithEveryOrderedDecision(@ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "vector");
    List<Integer> choices = new ArrayList<>();
    SPACE.decisions().forEach(decision -> choices.add(random.nextInt(decision.choices().size())));
    Cost before = cost(choices);
    int raised = random.nextInt(choices.size());
    if (choices.get(raised) + 1 < SPACE.decisions().get(raised).choices().size()) {
      choices.set(raised, choices.get(raised) + 1);
    }
    Cost after = cost(choices);
    String name = SPACE.decisions().get(raised).name();
    assertTrue(after.madds() >= before.madds(), name);
    assertTrue(after.params() >= before.params(), name);
  }

  private static Cost cost(List<Integer> choices) {
    return Cost.of(LayerGraph.of(SPACE.decode(new DecisionVector(choices))));
  }
}
