package io.hwnas.latency;

import io.hwnas.latency.CompletionProtocol.Measured;
import io.hwnas.probe.BlockAttribution;
import io.hwnas.probe.Quantiles;
import io.hwnas.space.LoweredBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes entries for the blocks that a table lacks from the network that asked for them. */
final class Completion {
  /** How much of the missing blocks' time speaks for the table's own ratio. */
  private static final double DRAW = 0.5;

  /** Relative error expected of profiled blocks together. */
  private static final double BLOCK_ERROR = 0.08;

  /** Relative error expected of a network's time, with many references beside it, one and none. */
  private static final double WELL_REFERENCED_NETWORK_ERROR = 0.01;

  private static final double NETWORK_ERROR = 0.02;
  private static final double UNREFERENCED_NETWORK_ERROR = 0.04;
  private static final double MOST_CORRECTION = 0.3;

  private final LatencyTable table;
  private final Calibration calibration;
  private final Measured asked;
  private final List<Measured> references;
  private final double ratio;

  /**
   * Creates the computation.
   *
   * @param table the table to complete
   * @param measured the network that asked, and after it references that the table knows, if any
   */
  Completion(LatencyTable table, List<Measured> measured) {
    this.table = table;
    this.calibration = table.calibration();
    this.asked = measured.get(0);
    this.references = measured.subList(1, measured.size());
    this.ratio = ratio(measured);
  }

  /** The entry of a block where it was measured with the table, not completed since. */
  static Optional<LatencyEntry> cover(LatencyTable table, String key) {
    return Optional.ofNullable(table.entries().get(key))
        .filter(entry -> entry.origin() == LatencyEntry.Origin.COVER);
  }

  /** An entry for each missing block, in the order of the blocks. */
  Map<String, LatencyEntry> entries() {
    double factor = factor();
    Map<String, LatencyEntry> entries = new LinkedHashMap<>();
    for (int i = 0; i < asked.blocks().size(); i++) {
      String key = asked.graph().blocks().get(i).key();
      if (!table.entries().containsKey(key)) {
        LatencyEntry profiled = profiled(asked.blocks().get(i));
        double share = factor * calibration.millis(profiled);
        double millis = calibration.profiledMillis(share, profiled.nodes());
        entries.putIfAbsent(key, entry(millis, profiled));
      }
    }
    return entries;
  }

  /**
   * Time of the blocks measured with the table, in the table over here. Drawn towards the table's
   * own ratio as they are the smaller part, unless a reference was profiled too.
   */
  private double ratio(List<Measured> measured) {
    double inTable = 0;
    double here = 0;
    double others = 0;
    for (Measured network : measured) {
      for (int block = 0; block < network.blocks().size(); block++) {
        double millis = network.blocks().get(block).lowerQuartileMillis();
        Optional<LatencyEntry> entry = cover(table, network.graph().blocks().get(block).key());
        inTable += entry.map(LatencyEntry::medianMillis).orElse(0.0);
        here += entry.isPresent() ? millis : 0;
        others += entry.isPresent() ? 0 : millis;
      }
    }
    double drawn = references.isEmpty() ? DRAW * others : 0;
    return (inTable + drawn * calibration.completionRatio()) / (here + drawn);
  }

  private LatencyEntry profiled(BlockAttribution.BlockTime time) {
    return LatencyEntry.of(
        1,
        time.nodes(),
        ratio * time.lowerQuartileMillis(),
        Rounding.millis(ratio * time.deviationMillis()),
        LatencyEntry.Origin.COMPLETED);
  }

  private static LatencyEntry entry(double millis, LatencyEntry profiled) {
    return LatencyEntry.of(1, profiled.nodes(), millis, profiled.spreadMillis(), profiled.origin());
  }

  /**
   * What the missing blocks' shares are multiplied by, so that the whole network comes closer to
   * its time without the profiler: the optimal mean of both, given their errors.
   */
  private double factor() {
    double known = 0;
    double missing = 0;
    for (int i = 0; i < asked.blocks().size(); i++) {
      LatencyEntry entry = table.entries().get(asked.graph().blocks().get(i).key());
      if (entry == null) {
        missing += calibration.millis(profiled(asked.blocks().get(i)));
      } else {
        known += calibration.millis(entry);
      }
    }
    if (missing == 0) {
      return 1;
    }
    double whole = plainRatio() * asked.plainMillis();
    double networkError = networkError();
    double blockVariance = Math.pow(BLOCK_ERROR * missing, 2);
    double gain = blockVariance / (blockVariance + Math.pow(networkError * whole, 2));
    double correction = gain * (whole - known - missing) / missing;
    return 1 + Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, correction));
  }

  private double networkError() {
    return switch (references.size()) {
      case 0 -> UNREFERENCED_NETWORK_ERROR;
      case 1 -> NETWORK_ERROR;
      default -> WELL_REFERENCED_NETWORK_ERROR;
    };
  }

  /** Time of whole networks by the table over their time here without the profiler. */
  private double plainRatio() {
    return references.isEmpty()
        ? ratio
        : Quantiles.median(references.stream().map(this::plainRatio).toList());
  }

  private double plainRatio(Measured reference) {
    double inTable =
        reference.graph().blocks().stream()
            .map(LoweredBlock::key)
            .mapToDouble(key -> calibration.millis(table.entries().get(key)))
            .sum();
    return inTable / reference.plainMillis();
  }
}
