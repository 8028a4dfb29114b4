package io.hwnas.latency;

import io.hwnas.latency.ContextProfiler.Observation;
import io.hwnas.probe.Quantiles;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Turns observations of networks' blocks into entries, each observation at its batch's level. */
final class CoverEntries {
  private CoverEntries() {}

  /** The entry of each block: order statistics over networks and passes. */
  static SortedMap<String, LatencyEntry> of(
      List<LayerGraph> graphs, List<Observation> observations) {
    Map<Integer, Double> levels = LevelCorrection.levels(observations);
    SortedMap<String, List<Double>> millis = new TreeMap<>();
    SortedMap<String, List<Double>> nodes = new TreeMap<>();
    for (Observation seen : observations) {
      List<LoweredBlock> blocks = graphs.get(seen.network()).blocks();
      for (int block = 0; block < blocks.size(); block++) {
        String key = blocks.get(block).key();
        double atLevel = seen.blockMillis().get(block) / levels.get(seen.batch());
        millis.computeIfAbsent(key, absent -> new ArrayList<>()).add(atLevel);
        nodes.computeIfAbsent(key, absent -> new ArrayList<>()).add(seen.blockNodes().get(block));
      }
    }
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    millis.forEach((key, values) -> entries.put(key, entry(values, nodes.get(key))));
    return entries;
  }

  private static LatencyEntry entry(List<Double> millis, List<Double> nodes) {
    return new LatencyEntry(
        millis.size(),
        Rounding.figures(nodes.stream().mapToDouble(Double::doubleValue).average().orElseThrow()),
        Rounding.millis(Quantiles.median(millis)),
        Rounding.millis(Quantiles.deviation(millis)),
        MedianInterval.ofValues(millis),
        LatencyEntry.Origin.COVER);
  }

  /**
   * What nine entries of ten know their median within, by half of its interval, relatively. One
   * observation, whose interval is a point, tells nothing.
   */
  static double precision(SortedMap<String, LatencyEntry> entries) {
    return Quantiles.quantile(
        entries.values().stream()
            .map(
                entry ->
                    entry.count() == 1
                        ? 1.0
                        : entry.interval().relativeHalfWidth(entry.medianMillis()))
            .toList(),
        StoppingRule.SHARE);
  }

  /** Tells whether there is an entry for each of a network's blocks. */
  static boolean hold(LayerGraph graph, Map<String, LatencyEntry> entries) {
    return graph.blocks().stream().map(LoweredBlock::key).allMatch(entries::containsKey);
  }

  /** The sum of a figure over a network's blocks. */
  static double sum(
      LayerGraph graph, Map<String, LatencyEntry> entries, ToDoubleFunction<LatencyEntry> figure) {
    double sum = 0;
    for (LoweredBlock block : graph.blocks()) {
      LatencyEntry entry = entries.get(block.key());
      if (entry == null) {
        throw new IllegalStateException("no cover network holds '%s'".formatted(block.key()));
      }
      sum += figure.applyAsDouble(entry);
    }
    return sum;
  }
}
