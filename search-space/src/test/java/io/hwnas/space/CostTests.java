package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CostTests {
  @Provide
  Arbitrary<SearchSpace> spaces() {
    List<SearchSpace> spaces = new ArrayList<>();
    spaces.add(SearchSpace.parse(YamlNode.parse("space.yaml", RandomArchitectures.SPACE)));
    SearchSpace.names().forEach(name -> spaces.add(SearchSpace.named(name)));
    return Arbitraries.of(spaces);
  }

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
  @Property(tries = 1000)
  void growsWithEveryOrderedDecision(@ForAll("spaces") SearchSpace space, @ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "vector");
    List<Integer> choices = new ArrayList<>();
    space.decisions().forEach(decision -> choices.add(random.nextInt(decision.choices().size())));
    Cost before = cost(space, choices);
    int raised = random.nextInt(choices.size());
    if (choices.get(raised) + 1 < space.decisions().get(raised).choices().size()) {
      choices.set(raised, choices.get(raised) + 1);
    }
    Cost after = cost(space, choices);
    String name = space.name() + " " + space.decisions().get(raised).name();
    assertTrue(after.madds() >= before.madds(), name);
    assertTrue(after.params() >= before.params(), name);
  }

  @Property(tries = 300)
  void growsWithTheResolution(
      @ForAll("spaces") SearchSpace space,
      @ForAll long seed,
      @ForAll @IntRange(min = 8, max = 256) int resolution,
      @ForAll @IntRange(max = 64) int more) {
    Cost low = sampled(space.atResolution(resolution), seed);
    Cost high = sampled(space.atResolution(resolution + more), seed);
    assertTrue(high.madds() >= low.madds(), space.name());
    assertTrue(high.peakBytes() >= low.peakBytes(), space.name());
    assertEquals(low.params(), high.params(), space.name());
  }

  private static Cost sampled(SearchSpace space, long seed) {
    return cost(space, space.sample(Seeds.of(seed, "sample")).choices());
  }

  private static Cost cost(SearchSpace space, List<Integer> choices) {
    return Cost.of(LayerGraph.of(space.decode(new DecisionVector(choices))));
  }
}
