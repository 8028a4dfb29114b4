package io.hwnas.latency;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many nodes a runtime makes of a family's blocks: the mean over blocks whose channels divide
 * by 4 where the asked ones do, or at the most places, because that decides what changes between
 * layouts stand between.
 */
final class NodeCounts {
  private final Map<List<Boolean>, double[]> sums;

  private NodeCounts(Map<List<Boolean>, double[]> sums) {
    this.sums = sums;
  }

  /** Counts the nodes of samples, at least one. */
  static NodeCounts of(List<BlockSample> samples) {
    Map<List<Boolean>, double[]> sums =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (BlockSample sample : samples) {
      double[] sum = sums.computeIfAbsent(layouts(sample.block()), layouts -> new double[2]);
      sum[0] += sample.nodes();
      sum[1]++;
    }
    return new NodeCounts(sums);
  }

  /** The nodes of a block. */
  double of(BlockKey block) {
    List<Boolean> asked = layouts(block);
    int most =
        sums.keySet().stream().mapToInt(known -> agreement(known, asked)).max().orElseThrow();
    double nodes = 0;
    double count = 0;
    for (Map.Entry<List<Boolean>, double[]> known : sums.entrySet()) {
      if (agreement(known.getKey(), asked) == most) {
        nodes += known.getValue()[0];
        count += known.getValue()[1];
      }
    }
    return nodes / count;
  }

  private static List<Boolean> layouts(BlockKey block) {
    return block.channels().all().stream().map(count -> BlockTerms.isPacked(count)).toList();
  }

  private static int agreement(List<Boolean> one, List<Boolean> other) {
    int agreement = 0;
    for (int i = 0; i < one.size(); i++) {
      agreement += one.get(i).equals(other.get(i)) ? 1 : 0;
    }
    return agreement;
  }
}
