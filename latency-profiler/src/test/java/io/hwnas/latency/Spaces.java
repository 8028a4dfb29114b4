package io.hwnas.latency;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Search spaces small enough to enumerate. */
final class Spaces {
  private static final String SMALL =
      """
      name: small
      input: {channels: 1, resolution: 16}
      batch-norm: {epsilon: 0.001, momentum: 0.01}
      padding: symmetric
      stem: {kernel: 3, stride: 1, width: [8, 16], nonlinearity: h-swish}
      stages:
        - depth: [1, 2]
          width: [8, 16]
          stride: 2
          decisions: per-block
          kernel: [3, 5]
          expansion-ratio: [2, 3]
          squeeze-excite: [false, true]
          nonlinearity: relu
        - depth: [1, 2]
          width: [16, 24]
          stride: 2
          kernel: [3]
          expansion-ratio: [2, 4]
          squeeze-excite: true
          nonlinearity: h-swish
      head: {convolution: [32, 48], hidden: none, nonlinearity: h-swish, dropout: 0.2, classes: 10}
      """;

  private Spaces() {}

  static SearchSpace small() {
    return SearchSpace.parse(YamlNode.parse("small.yaml", SMALL));
  }

  static List<TableSource> smallSource() {
    return List.of(TableSource.OfSpace.of(YamlNode.parse("small.yaml", SMALL)));
  }

  static LayerGraph largest() {
    return LayerGraph.of(small().decode(small().largest()));
  }

  static LayerGraph smallest() {
    return LayerGraph.of(small().decode(small().smallest()));
  }

  /** Every key of the space, by enumerating all vectors. */
  static Set<String> allKeys(SearchSpace space) {
    Set<String> keys = new TreeSet<>();
    enumerate(space, new ArrayList<>(), keys);
    return keys;
  }

  private static void enumerate(SearchSpace space, ArrayList<Integer> prefix, Set<String> keys) {
    if (prefix.size() == space.decisions().size()) {
      LayerGraph graph = LayerGraph.of(space.decode(new DecisionVector(prefix)));
      graph.blocks().stream().map(LoweredBlock::key).forEach(keys::add);
      return;
    }
    for (int i = 0; i < space.decisions().get(prefix.size()).choices().size(); i++) {
      prefix.add(i);
      enumerate(space, prefix, keys);
      prefix.remove(prefix.size() - 1);
    }
  }
}
