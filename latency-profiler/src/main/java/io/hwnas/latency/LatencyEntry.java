package io.hwnas.latency;

import io.hwnas.probe.Require;
import io.hwnas.space.InvalidInputException;

/**
 * What a table knows of one block.
 *
 * @param count times that the block was observed: profiled passes over networks that hold it
 * @param nodes nodes that the runtime made of it
 * @param medianMillis median over the observations of the profiled time of its nodes, in
 *     milliseconds, before calibration; positive
 * @param spreadMillis robust standard deviation over the observations, in milliseconds
 * @param interval where the median lies with a probability of 95 %
 * @param origin how it was measured
 */
public record LatencyEntry(
    int count,
    double nodes,
    double medianMillis,
    double spreadMillis,
    MedianInterval interval,
    Origin origin) {
  /** How an entry was measured. */
  public enum Origin {
    /** In cover networks, when the table was built or extended. */
    COVER("cover"),
    /** In the network that asked for it, on the scale of its known blocks. */
    COMPLETED("completed"),
    /** Not measured, but put between the same block at a smaller and at a larger resolution. */
    INTERPOLATED("interpolated"),
    /** Not measured, but predicted from the same block with other channel counts. */
    MODELLED("modelled");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /**
     * Returns the name used in files.
     *
     * @return the name used in files
     */
    public String label() {
      return label;
    }
  }

  /** Checks that all figures are finite and in range. */
  public LatencyEntry {
    Require.atLeast("count", count, 1);
    Require.notNegative("nodes", nodes);
    Require.positive("medianMillis", medianMillis);
    Require.notNegative("spreadMillis", spreadMillis);
    if (interval.lowMillis() > medianMillis || interval.highMillis() < medianMillis) {
      throw new InvalidInputException(
          "the median of %s ms lies outside its interval from %s to %s ms"
              .formatted(medianMillis, interval.lowMillis(), interval.highMillis()));
    }
  }

  /**
   * Returns an entry whose interval follows from its spread.
   *
   * @param count times that the block was observed
   * @param nodes nodes that the runtime made of it
   * @param medianMillis the median, in milliseconds
   * @param spreadMillis robust standard deviation, in milliseconds
   * @param origin how it was measured
   * @return the entry
   */
  public static LatencyEntry of(
      int count, double nodes, double medianMillis, double spreadMillis, Origin origin) {
    return new LatencyEntry(
        count,
        nodes,
        medianMillis,
        spreadMillis,
        MedianInterval.ofSpread(count, medianMillis, spreadMillis),
        origin);
  }

  /** Returns the entry as it would be with all its times longer by a factor. */
  LatencyEntry times(double factor) {
    double median = Rounding.positiveMillis(factor * medianMillis);
    return new LatencyEntry(
        count,
        nodes,
        median,
        Rounding.millis(factor * spreadMillis),
        new MedianInterval(
            Math.min(median, Rounding.millis(factor * interval.lowMillis())),
            Math.max(median, Rounding.millis(factor * interval.highMillis()))),
        origin);
  }
}
