package io.hwnas.latency;

import io.hwnas.probe.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tells each network's own time from the level of the machine while a batch of networks ran, by a
 * two-way median polish of the logarithms (Tukey 1977, "Exploratory Data Analysis", chapter 11).
 */
final class LevelCorrection {
  private static final int ROUNDS = 20;

  private LevelCorrection() {}

  /**
   * Finds the level of each batch: the factor by which networks ran slower in it than they do
   * otherwise, with the median observation at 1.
   *
   * @param observations networks in batches
   * @return the level by the number of the batch
   */
  static Map<Integer, Double> levels(List<ContextProfiler.Observation> observations) {
    Map<Integer, Double> networks = new TreeMap<>();
    Map<Integer, Double> batches = new TreeMap<>();
    observations.forEach(observation -> batches.put(observation.batch(), 0.0));
    for (int round = 0; round < ROUNDS; round++) {
      Map<Integer, List<Double>> byNetwork = new TreeMap<>();
      for (var seen : observations) {
        byNetwork
            .computeIfAbsent(seen.network(), network -> new ArrayList<>())
            .add(Math.log(seen.millis()) - batches.get(seen.batch()));
      }
      byNetwork.forEach((network, values) -> networks.put(network, Quantiles.median(values)));
      Map<Integer, List<Double>> byBatch = new TreeMap<>();
      for (var seen : observations) {
        byBatch
            .computeIfAbsent(seen.batch(), batch -> new ArrayList<>())
            .add(Math.log(seen.millis()) - networks.get(seen.network()));
      }
      byBatch.forEach((batch, values) -> batches.put(batch, Quantiles.median(values)));
    }
    double middle =
        Quantiles.median(observations.stream().map(seen -> batches.get(seen.batch())).toList());
    return batches.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, level -> Math.exp(level.getValue() - middle)));
  }
}
