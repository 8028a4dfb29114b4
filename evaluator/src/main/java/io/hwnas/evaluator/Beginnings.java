package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders architectures so that those that begin with the same blocks lie side by side. */
public final class Beginnings {
  private static final Comparator<List<String>> BY_BLOCKS =
      (one, other) -> Arrays.compare(one.toArray(new String[0]), other.toArray(new String[0]));

  private Beginnings() {}

  /**
   * Orders architectures; a {@link Supernet} that is asked in this order computes a beginning that
   * neighbours have in common once.
   *
   * @param architectures in any order
   * @return the same ones
   */
  public static List<Architecture> sideBySide(List<Architecture> architectures) {
    Map<Architecture, List<String>> blocks = new HashMap<>();
    architectures.forEach(each -> blocks.computeIfAbsent(each, Beginnings::blocks));
    return architectures.stream().sorted(Comparator.comparing(blocks::get, BY_BLOCKS)).toList();
  }

  private static List<String> blocks(Architecture architecture) {
    return LayerGraph.of(architecture).blocks().stream().map(LoweredBlock::key).toList();
  }
}
