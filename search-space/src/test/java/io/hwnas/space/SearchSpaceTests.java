package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTests {
  private static final SearchSpace EVERYTHING =
      SearchSpace.parse(YamlNode.parse("space.yaml", RandomArchitectures.SPACE));

  @Provide
  Arbitrary<SearchSpace> spaces() {
    List<SearchSpace> spaces = new ArrayList<>(List.of(EVERYTHING));
    SearchSpace.names().forEach(name -> spaces.add(SearchSpace.named(name)));
    for (String form : List.of("mobilenet-v3-large@32", "ofa-mobilenet-v3-0.5@28")) {
      spaces.add(SearchSpace.named(form));
    }
    return Arbitraries.of(spaces);
  }

  @Provide
  Arbitrary<SearchSpace> sharingSpaces() {
    return spaces().filter(SearchSpace::sharesWeights);
  }

  private static DecisionVector draw(SearchSpace space, long seed) {
    RandomGenerator random = Seeds.of(seed, "vector");
    return new DecisionVector(
        space.decisions().stream()
            .map(decision -> random.nextInt(decision.choices().size()))
            .toList());
  }

  @Property(tries = 300)
  void encodingUndoesDecoding(@ForAll("spaces") SearchSpace space, @ForAll long seed) {
    DecisionVector vector = draw(space, seed);
    Architecture architecture = space.decode(vector);
    DecisionVector canonical = space.canonical(vector);
    assertEquals(canonical, space.encode(architecture.named("another name")));
    assertEquals(architecture, space.decode(canonical));
    assertEquals(canonical, space.canonical(canonical));
  }

  @Property(tries = 300)
  void everyParameterIsALeadingSliceAndCentreCropOfTheLargests(
      @ForAll("sharingSpaces") SearchSpace space, @ForAll long seed) {
    Map<String, Parameter> largest = new HashMap<>();
    LayerGraph.of(space.decode(space.largest()))
        .parameters()
        .forEach(parameter -> largest.put(parameter.name(), parameter));
    for (Parameter part : LayerGraph.of(space.decode(draw(space, seed))).parameters()) {
      Parameter whole = largest.get(part.name());
      assertNotNull(whole, part.name());
      assertEquals(whole.role(), part.role());
      assertEquals(whole.axes().size(), part.axes().size());
      for (int i = 0; i < part.axes().size(); i++) {
        int wholeSize = whole.axes().get(i).size();
        int partSize = part.axes().get(i).size();
        assertTrue(partSize <= wholeSize, part.name());
        if (part.axes().get(i).group().equals(Parameter.Axis.KERNEL)) {
          assertEquals(0, (wholeSize - partSize) % 2, part.name());
        }
      }
    }
  }

  @Property(tries = 50)
  void samplesAreCanonicalAndFollowTheGenerator(
      @ForAll("spaces") SearchSpace space, @ForAll long seed) {
    DecisionVector sample = space.sample(Seeds.of(seed, "sample"));
    assertEquals(sample, space.canonical(sample));
    assertEquals(sample, space.sample(Seeds.of(seed, "sample")));
  }

  @Test
  void samplesEveryChoiceOfADecisionEquallyOften() {
    int depth = places(EVERYTHING).get("s1.depth");
    RandomGenerator random = Seeds.of(1, "sample");
    int[] counts = new int[3];
    int draws = 3000;
    for (int i = 0; i < draws; i++) {
      counts[EVERYTHING.sample(random).choices().get(depth)]++;
    }
    double fiveSigma = 5 * Math.sqrt(draws * (1 / 3.0) * (2 / 3.0));
    for (int count : counts) {
      assertEquals(draws / 3.0, count, fiveSigma);
    }
  }

  @Test
  void evenSamplesMeetEveryArchitectureEquallyOften() {
    SearchSpace space = SearchSpace.named(NasBenchMacro.SPACE);
    RandomGenerator random = Seeds.of(1, "even");
    Map<DecisionVector, Integer> counts = new HashMap<>();
    int draws = 40_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(space.sampleEvenly(1, random).get(0), 1, Integer::sum);
    }
    assertEquals(3969, counts.size());
    double expected = draws / 3969.0;
    double chiSquared =
        counts.values().stream().mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
    assertEquals(3968, chiSquared, 5 * Math.sqrt(2 * 3968));
  }

  @Test
  void samplesDrawnTogetherHaveEachChoiceOnce() {
    SearchSpace space = SearchSpace.named(NasBenchMacro.SPACE);
    int first = places(space).get("s1.b0.operator");
    RandomGenerator random = Seeds.of(2, "even");
    for (int i = 0; i < 20; i++) {
      List<DecisionVector> drawn = space.sampleEvenly(3, random);
      assertEquals(
          Set.of(0, 1, 2),
          drawn.stream().map(vector -> vector.choices().get(first)).collect(Collectors.toSet()));
    }
  }

  private static Map<String, Integer> places(SearchSpace space) {
    Map<String, Integer> places = new HashMap<>();
    space.decisions().forEach(decision -> places.put(decision.name(), places.size()));
    return places;
  }

  @Test
  void decisionsOfAbsentBlocksAreNeutral() {
    Map<String, Integer> places = places(EVERYTHING);
    Integer[] choices = EVERYTHING.largest().choices().toArray(new Integer[0]);
    choices[places.get("s1.depth")] = 0;
    DecisionVector canonical = EVERYTHING.canonical(new DecisionVector(List.of(choices)));
    for (String name : List.of("s1.b1.kernel", "s1.b2.kernel", "s1.b2.expansion-ratio")) {
      assertEquals(0, canonical.choices().get(places.get(name)), name);
    }
    assertEquals(2, canonical.choices().get(places.get("s1.b0.kernel")));
  }

  @Test
  void countsOnceForAllsSpaceAsItsAuthorsDo() {
    SearchSpace space = SearchSpace.named("ofa-mobilenet-v3");
    assertEquals(BigInteger.valueOf(7371).pow(5), space.size());
    assertEquals(5 + 20 + 20, space.decisions().size());
  }

  @Test
  void onceForAllsLargestNetworkHasItsPublishedShape() {
    SearchSpace space = SearchSpace.named("ofa-mobilenet-v3");
    LayerGraph graph = LayerGraph.of(space.decode(space.largest()));
    assertEquals(new TensorShape(160, 7, 7), graph.block("head").orElseThrow().input());
    assertEquals(
        "inverted-residual k=7 s=1 e=960 se=240:hard-sigmoid nl=h-swish res=yes in=160x7x7"
            + " out=160x7x7 pad=symmetric",
        graph.block("s5.b3").orElseThrow().key());
  }

  @Test
  void sizeIsTheNumberOfCanonicalVectorsWhereNoExpansionsRoundAlike() {
    String text =
        """
        name: countable
        input: {channels: 1, resolution: [8, 12]}
        batch-norm: {epsilon: 0.001, momentum: 0.01}
        padding: symmetric
        stem: {kernel: 3, stride: 1, width: 8, nonlinearity: relu}
        stages:
          - depth: [1, 2, 3]
            width: 8
            stride: 1
            decisions: per-block
            kernel: [3, 5]
            expansion-ratio: [1, 2]
            squeeze-excite: [false, true]
            nonlinearity: relu
        head: {convolution: none, hidden: none, nonlinearity: relu, dropout: 0, classes: 2}
        """;
    SearchSpace space = SearchSpace.parse(YamlNode.parse("space.yaml", text));
    Set<DecisionVector> canonical = new HashSet<>();
    Set<Architecture> architectures = new HashSet<>();
    RandomGenerator random = Seeds.of(3, "all");
    for (int i = 0; i < 20_000; i++) {
      DecisionVector vector = space.sample(random);
      canonical.add(vector);
      architectures.add(space.decode(vector));
    }
    assertEquals(BigInteger.valueOf(2 * 2 * (4 + 16 + 64)), space.size());
    assertEquals(space.size(), BigInteger.valueOf(canonical.size()));
    assertEquals(canonical.size(), architectures.size());
  }

  @Test
  void expansionFollowsTheWidthChosenForThePreviousStage() {
    Map<String, Integer> places = places(EVERYTHING);
    Integer[] choices = EVERYTHING.smallest().choices().toArray(new Integer[0]);
    choices[places.get("s1.b0.expansion-ratio")] = 3;
    assertEquals(48, expansion(EVERYTHING.decode(new DecisionVector(List.of(choices)))));
    choices[places.get("s0.width")] = 1;
    assertEquals(72, expansion(EVERYTHING.decode(new DecisionVector(List.of(choices)))));
  }

  private static int expansion(Architecture architecture) {
    Block block = architecture.stages().get(1).blocks().get(0);
    return ((InvertedResidual) block).expansion().orElseThrow();
  }

  @Test
  void largestHasEveryBlockAndSqueezeExciteAndSmallestTheFewest() {
    Architecture largest = EVERYTHING.decode(EVERYTHING.largest());
    assertEquals(8, largest.blocks().size());
    assertTrue(
        largest.blocks().stream()
            .allMatch(block -> ((InvertedResidual) block).squeezeExcite().isPresent()));
    assertEquals(4, EVERYTHING.decode(EVERYTHING.smallest()).blocks().size());
    assertEquals(24, largest.input().resolution());
  }

  @Test
  void changesImagesAndClassesForOtherData() {
    SearchSpace space = EVERYTHING.forData(1, 7);
    assertEquals(EVERYTHING.decisions(), space.decisions());
    LayerGraph graph = LayerGraph.of(space.decode(space.smallest()));
    assertEquals(1, graph.input().channels());
    assertEquals(7, graph.output().channels());
  }

  @Test
  void refusesVectorsAndArchitecturesOfOtherSpaces() {
    assertThrows(InvalidInputException.class, () -> EVERYTHING.decode(DecisionVector.of(0, 0)));
    Integer[] choices = EVERYTHING.smallest().choices().toArray(new Integer[0]);
    choices[0] = 2;
    assertEquals(
        "choice 2 of input.resolution is out of range: it has 2 choices",
        assertThrows(
                InvalidInputException.class,
                () -> EVERYTHING.decode(new DecisionVector(List.of(choices))))
            .getMessage());
    for (String name : List.of("mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small")) {
      assertThrows(
          InvalidInputException.class, () -> EVERYTHING.encode(ReferenceNetworks.named(name)));
    }
    Architecture other = EVERYTHING.forData(1, 5).decode(EVERYTHING.smallest());
    assertThrows(InvalidInputException.class, () -> EVERYTHING.encode(other));
  }

  @Test
  void everyBuiltInSpaceIsReadable() {
    for (String name : SearchSpace.names()) {
      SearchSpace space = SearchSpace.named(name);
      assertEquals(name, space.name());
      assertTrue(space.size().compareTo(BigInteger.TEN) > 0);
    }
    assertEquals(
        "unknown search space 'ofa-mobilenetv3' (did you mean 'ofa-mobilenet-v3'?); known are"
            + " channel-bench-macro, mobilenet-v3-large, mobilenet-v3-small,"
            + " mobilenet-v3-small-28, nas-bench-macro, ofa-mobilenet-v3, ofa-mobilenet-v3-1.2,"
            + " proxylessnas",
        assertThrows(InvalidInputException.class, () -> SearchSpace.named("ofa-mobilenetv3"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v3-large", "mobilenet-v3-small"})
  void thePublishedNetworkIsInTheSpaceAroundIt(String name) {
    SearchSpace space = SearchSpace.named(name);
    Architecture published = ReferenceNetworks.named(name);
    assertEquals(published, space.decode(space.encode(published)));
    assertTrue(space.sharesWeights());
  }

  @Test
  void onlyASpaceWhoseStagesMayBeginWithAProjectionSharesNoWeights() {
    for (String name : SearchSpace.names()) {
      assertEquals(
          !name.equals(NasBenchMacro.SPACE), SearchSpace.named(name).sharesWeights(), name);
    }
  }

  @Test
  void smallFormsHaveTheirFirstStridesAtOneAsNetworksHave() {
    SearchSpace small = SearchSpace.named("mobilenet-v3-small@32");
    assertEquals(
        ReferenceNetworks.named("mobilenet-v3-small@32"),
        small.decode(small.encode(ReferenceNetworks.named("mobilenet-v3-small@32"))));
    assertEquals("mobilenet-v3-small@32", small.name());
    assertTrue(SearchSpace.isKnown("ofa-mobilenet-v3-1.2@32"));
    assertFalse(SearchSpace.isKnown("ofa-mobilenet-v4@32"));
    assertFalse(SearchSpace.isKnown("ofa-mobilenet-v3-1.2-0.5@32"));
    assertThrows(
        InvalidInputException.class, () -> SearchSpace.named("ofa-mobilenet-v3-1.2-0.5@32"));
  }

  @Test
  void aStageWithoutResidualsHasNone() {
    SearchSpace space = SearchSpace.named("mobilenet-v3-small");
    Architecture plain = space.decode(space.smallest());
    Architecture joined = space.decode(space.largest());
    assertTrue(plain.blocks().stream().noneMatch(Block::residual));
    assertTrue(joined.blocks().stream().anyMatch(Block::residual));
  }

  @Test
  void countsProxylessNassSpace() {
    BigInteger stage = BigInteger.valueOf(6 + 36 + 216 + 1296);
    assertEquals(
        stage.pow(5).multiply(BigInteger.valueOf(6)), SearchSpace.named("proxylessnas").size());
  }
}
