package io.hwnas.results;

/**
 * The latency that a table predicts for a network.
 *
 * @param tableMillis the sum of the table's entries, in milliseconds: what the network would take
 *     if the machine ran as it did while the table was measured
 * @param level how many times as long networks take now as the table says; 1 where that was not
 *     asked
 */
public record LatencyPrediction(double tableMillis, double level) {
  /** Checks that both are positive numbers. */
  public LatencyPrediction {
    if (!(tableMillis > 0 && tableMillis < Double.POSITIVE_INFINITY)
        || !(level > 0 && level < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("%s ms at level %s".formatted(tableMillis, level));
    }
  }

  /**
   * Returns the prediction for now.
   *
   * @return the table's time at the present level, in milliseconds
   */
  public double millis() {
    return tableMillis * level;
  }
}
