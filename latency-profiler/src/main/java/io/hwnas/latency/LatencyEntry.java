package io.hwnas.latency;

import io.hwnas.probe.Require;

/**
 * What a table knows of one block.
 *
 * @param count times that the block was observed: profiled passes over networks that hold it
 * @param nodes nodes that the runtime made of it
 * @param medianMillis median over the observations of the profiled time of its nodes, in
 *     milliseconds, before calibration
 * @param spreadMillis robust standard deviation over the observations, in milliseconds
 * @param origin how it was measured
 */
public record LatencyEntry(
    int count, double nodes, double medianMillis, double spreadMillis, Origin origin) {
  /** How an entry was measured. */
  public enum Origin {
    /** In cover networks, when the table was built. */
    COVER("cover"),
    /** In the network that asked for it, on the scale of its known blocks. */
    COMPLETED("completed");

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
    Require.notNegative("medianMillis", medianMillis);
    Require.notNegative("spreadMillis", spreadMillis);
  }
}
