package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Predicts a network's latency as the sum of its blocks' entries in a table.
 *
 * <p>The uncertainty joins the standard errors of the entries and the calibration's residual as
 * independent errors. Safe for use by several threads.
 */
public final class TableLatencyModel implements LatencyModel {
  /** A block's calibrated latency and the variance of its standard error. */
  private record Share(double millis, double variance) {
    static Share of(LatencyEntry entry, Calibration calibration) {
      double error = calibration.scale() * entry.spreadMillis();
      return new Share(calibration.millis(entry), error * error / entry.count());
    }
  }

  private final String space;
  private final Calibration calibration;
  private final Map<String, Share> shares = new ConcurrentHashMap<>();

  /**
   * Creates the model.
   *
   * @param table the table
   */
  public TableLatencyModel(LatencyTable table) {
    this.space = table.space();
    this.calibration = table.calibration();
    add(table.entries());
  }

  /** Knows more entries from now on. */
  void add(Map<String, LatencyEntry> entries) {
    entries.forEach((key, entry) -> shares.put(key, Share.of(entry, calibration)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if the table lacks one of its blocks; names the first
   */
  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    return predict(graph.blocks().stream().map(LoweredBlock::key).toList());
  }

  /**
   * Predicts from the keys of a network's blocks.
   *
   * @param keys the key of each block, stem and head included
   * @return the estimate
   * @throws InvalidInputException if the table lacks one of them; names the first
   */
  public LatencyEstimate predict(List<String> keys) {
    double millis = 0;
    double variance = 0;
    for (String key : keys) {
      Share share = share(key);
      millis += share.millis();
      variance += share.variance();
    }
    return new LatencyEstimate(millis, uncertaintyMillis(millis, variance));
  }

  /** What a block adds to the latency of a network. */
  BlockLatency blockLatency(String key) {
    Share share = share(key);
    return new BlockLatency(share.millis(), uncertaintyMillis(share.millis(), share.variance()));
  }

  private Share share(String key) {
    Share share = shares.get(key);
    if (share == null) {
      throw new InvalidInputException(
          "the latency table of %s has no entry for '%s'; measure it with 'hwnas profile'"
              .formatted(space, key));
    }
    return share;
  }

  private double uncertaintyMillis(double millis, double variance) {
    double residual = calibration.residual() * millis;
    return Math.sqrt(variance + residual * residual);
  }

  /**
   * Compiles the table for a space: each distinct block is looked up once.
   *
   * @param compiled the space
   * @return from decisions to latency, equal to {@link #predict(LayerGraph)} of the lowered network
   * @throws InvalidInputException if the table lacks blocks of the space; says how many and names
   *     the first
   */
  public DecisionLatency compile(CompiledSpace compiled) {
    List<String> missing =
        compiled.blocks().stream()
            .map(block -> block.blocks().get(0).key())
            .filter(key -> !shares.containsKey(key))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "the latency table of %s lacks %d blocks of the space %s, the first '%s'; measure them with 'hwnas profile'"
              .formatted(space, missing.size(), compiled.space().name(), missing.get(0)));
    }
    return compiled.sums(
            block -> share(block).millis(),
            block -> share(block).variance(),
            (millis, variance) -> new LatencyEstimate(millis, uncertaintyMillis(millis, variance)))
        ::apply;
  }

  private Share share(LayerGraph block) {
    return shares.get(block.blocks().get(0).key());
  }
}
