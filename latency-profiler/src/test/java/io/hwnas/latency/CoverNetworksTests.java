package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverNetworksTests {
  private static List<LayerGraph> covers(SearchSpace space, int coversPerBlock) {
    return new CoverNetworks(
            space.decisions().stream().map(decision -> decision.choices().size()).toList(),
            vector -> LayerGraph.of(space.decode(new DecisionVector(vector))),
            Seeds.of(1, "cover-networks-tests"),
            key -> true)
        .find(coversPerBlock);
  }

  private static Map<String, Integer> networksByKey(List<LayerGraph> covers) {
    Map<String, Integer> networks = new TreeMap<>();
    for (LayerGraph cover : covers) {
      cover.blocks().stream()
          .map(LoweredBlock::key)
          .distinct()
          .forEach(key -> networks.merge(key, 1, Integer::sum));
    }
    return networks;
  }

  @Test
  void holdEveryBlockOfASpaceOfWidths() {
    SearchSpace space = Spaces.small();
    assertEquals(Spaces.allKeys(space), networksByKey(covers(space, 1)).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ofa-mobilenet-v3", "mobilenet-v3-small-28", "nas-bench-macro"})
  void holdEveryBlockThatCompilingASpaceFinds(String name) {
    SearchSpace space = SearchSpace.named(name);
    Set<String> compiled = new TreeSet<>();
    for (LayerGraph block : CompiledSpace.of(space).blocks()) {
      block.blocks().forEach(one -> compiled.add(one.key()));
    }
    assertEquals(compiled, networksByKey(covers(space, 1)).keySet());
  }

  @Test
  void holdEveryBlockSeveralTimesWhenAsked() {
    assertTrue(
        networksByKey(covers(Spaces.small(), 3)).values().stream().allMatch(count -> count >= 3));
  }

  @Test
  void areNoMoreThanTwiceTheLatinDesignOfTheOnceForAllSpace() {
    List<LayerGraph> covers = covers(SearchSpace.named("ofa-mobilenet-v3"), 1);
    assertTrue(covers.size() <= 18, () -> covers.size() + " networks");
  }

  @Test
  void areDistinct() {
    List<LayerGraph> covers = covers(Spaces.small(), 2);
    assertEquals(covers.size(), covers.stream().map(NetworkDigest::of).distinct().count());
  }
}
