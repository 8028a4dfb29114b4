package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CompiledSpaceTests {
  private static final String SHARED_DECISIONS =
      """
      name: shared
      input: {channels: 3, resolution: [24, 32]}
      batch-norm: {epsilon: 0.001, momentum: 0.01}
      padding: symmetric
      stem: {kernel: 3, stride: 1, width: [8, 16], nonlinearity: relu}
      stages:
        - {depth: [1, 2, 3], width: [8, 16, 24], stride: 1, kernel: [3, 5], expansion-ratio: [1, 1.2, 4], squeeze-excite: [true, false], nonlinearity: [relu, h-swish]}
        - {depth: [1, 2], width: [16, 32], stride: 2, decisions: per-block, kernel: [3, 7], expansion-ratio: [1.1, 2, 2.1], squeeze-excite: true, nonlinearity: relu}
      head: {convolution: [64, 96], hidden: 32, nonlinearity: relu, dropout: 0, classes: 10}
      """;

  private static final Map<String, CompiledSpace> COMPILED = compiled();

  private static final Map<String, ToDoubleFunction<DecisionVector>> MADDS =
      figures(space -> space.sum(block -> Cost.of(block).madds()));
  private static final Map<String, ToDoubleFunction<DecisionVector>> PARAMS =
      figures(space -> space.sum(block -> Cost.of(block).params()));
  private static final Map<String, ToDoubleFunction<DecisionVector>> PEAK_BYTES =
      figures(space -> space.max(block -> Cost.of(block).peakBytes()));

  private static Map<String, ToDoubleFunction<DecisionVector>> figures(
      Function<CompiledSpace, ToDoubleFunction<DecisionVector>> figure) {
    Map<String, ToDoubleFunction<DecisionVector>> figures = new HashMap<>();
    COMPILED.forEach((name, space) -> figures.put(name, figure.apply(space)));
    return figures;
  }

  private static Map<String, CompiledSpace> compiled() {
    Map<String, CompiledSpace> all = new HashMap<>();
    for (String name : SearchSpace.names()) {
      all.put(name, CompiledSpace.of(SearchSpace.named(name)));
    }
    SearchSpace shared = SearchSpace.parse(YamlNode.parse("shared.yaml", SHARED_DECISIONS));
    all.put(shared.name(), CompiledSpace.of(shared));
    return all;
  }

  @Provide
  Arbitrary<String> spaces() {
    return Arbitraries.of(COMPILED.keySet().stream().sorted().toList());
  }

  private static DecisionVector anyVector(SearchSpace space, long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    return new DecisionVector(
        space.decisions().stream()
            .map(decision -> random.nextInt(decision.choices().size()))
            .toList());
  }

  @Property(tries = 300)
  void figures_of_looked_up_blocks_are_those_of_the_lowered_network(
      @ForAll("spaces") String name, @ForAll long seed) {
    CompiledSpace compiled = COMPILED.get(name);
    DecisionVector vector = anyVector(compiled.space(), seed);
    LayerGraph graph = LayerGraph.of(compiled.space().decode(vector));
    Cost cost = Cost.of(graph);
    assertEquals(cost.madds(), MADDS.get(name).applyAsDouble(vector));
    assertEquals(cost.params(), PARAMS.get(name).applyAsDouble(vector));
    assertEquals(cost.peakBytes(), PEAK_BYTES.get(name).applyAsDouble(vector));
    ToDoubleFunction<String> hash = key -> Math.abs(key.hashCode() % 1_000_003);
    assertEquals(
        graph.blocks().stream().map(LoweredBlock::key).mapToDouble(hash).sum(),
        compiled
            .sum(block -> hash.applyAsDouble(block.blocks().get(0).key()))
            .applyAsDouble(vector));
  }

  @Property(tries = 300)
  void its_canonical_vector_is_the_spaces_own(@ForAll("spaces") String name, @ForAll long seed) {
    CompiledSpace compiled = COMPILED.get(name);
    DecisionVector vector = anyVector(compiled.space(), seed);
    assertEquals(compiled.space().canonical(vector), compiled.canonical(vector));
  }

  @Property(tries = 300)
  void a_vector_near_a_canonical_one_has_the_canonical_vector_that_it_has_alone(
      @ForAll("spaces") String name, @ForAll long seed) {
    CompiledSpace compiled = COMPILED.get(name);
    RandomGenerator random = Seeds.of(seed, "test/near");
    DecisionVector near = compiled.sample(random);
    int[] choices = near.toArray();
    int changes = random.nextInt(5);
    for (int i = 0; i < changes; i++) {
      int place = random.nextInt(choices.length);
      choices[place] = random.nextInt(compiled.space().decisions().get(place).choices().size());
    }
    DecisionVector alone = compiled.space().canonical(DecisionVector.of(choices));
    assertEquals(alone, compiled.canonical(choices.clone(), near));
  }

  @Property(tries = 100)
  void two_sums_at_once_are_the_same_as_each_alone(
      @ForAll("spaces") String name, @ForAll long seed) {
    CompiledSpace compiled = COMPILED.get(name);
    DecisionVector vector = anyVector(compiled.space(), seed);
    List<Double> both =
        compiled
            .sums(
                block -> Cost.of(block).madds(),
                block -> Cost.of(block).params(),
                (madds, params) -> List.of(madds, params))
            .apply(vector);
    assertEquals(
        List.of(MADDS.get(name).applyAsDouble(vector), PARAMS.get(name).applyAsDouble(vector)),
        both);
  }

  @Property(tries = 50)
  void it_draws_what_its_space_draws(@ForAll("spaces") String name, @ForAll long seed) {
    CompiledSpace compiled = COMPILED.get(name);
    assertEquals(
        compiled.space().sample(Seeds.of(seed, "test")), compiled.sample(Seeds.of(seed, "test")));
  }

  @Property(tries = 200)
  void decisions_of_absent_blocks_make_no_difference(
      @ForAll("spaces") String name, @ForAll long seed) {
    SearchSpace space = COMPILED.get(name).space();
    DecisionVector vector = anyVector(space, seed);
    Set<Integer> absent = space.ofAbsentBlocks(vector);
    List<Integer> other = new ArrayList<>(anyVector(space, seed + 1).choices());
    for (int place = 0; place < other.size(); place++) {
      if (!absent.contains(place)) {
        other.set(place, vector.choices().get(place));
      }
    }
    assertEquals(space.decode(vector), space.decode(new DecisionVector(other)));
    assertEquals(Set.of(), space.ofAbsentBlocks(space.largest()));
  }

  @Test
  void every_distinct_block_is_asked_once() {
    CompiledSpace compiled = COMPILED.get("ofa-mobilenet-v3");
    Map<String, Integer> asked = new HashMap<>();
    compiled.sum(block -> asked.merge(block.blocks().get(0).key(), 1, Integer::sum));
    assertEquals(compiled.blocks().size(), asked.size());
    assertTrue(asked.values().stream().allMatch(times -> times == 1));
  }

  @Test
  void a_space_of_one_network_is_its_blocks() {
    SearchSpace single =
        SearchSpace.parse(
            YamlNode.parse(
                "single.yaml",
                SHARED_DECISIONS.replaceAll("\\[(?:[^,\\]]*, )*([^,\\]]*)\\]", "$1")));
    assertTrue(single.decisions().isEmpty());
    assertEquals(
        Cost.of(LayerGraph.of(single.decode(single.smallest()))).madds(),
        CompiledSpace.of(single)
            .sum(block -> Cost.of(block).madds())
            .applyAsDouble(single.smallest()));
  }
}
