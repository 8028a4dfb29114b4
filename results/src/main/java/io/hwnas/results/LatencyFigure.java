package io.hwnas.results;

/**
 * A measured latency with its spread.
 *
 * @param medianMillis median, milliseconds
 * @param lowerQuartileMillis lower quartile, milliseconds
 * @param upperQuartileMillis upper quartile, milliseconds
 */
public record LatencyFigure(
    double medianMillis, double lowerQuartileMillis, double upperQuartileMillis) {
  /** Checks that the numbers are finite and in order. */
  public LatencyFigure {
    boolean ordered = lowerQuartileMillis <= medianMillis && medianMillis <= upperQuartileMillis;
    if (!ordered || lowerQuartileMillis < 0 || !Double.isFinite(upperQuartileMillis)) {
      throw new IllegalArgumentException(
          "quartiles %s, %s, %s".formatted(lowerQuartileMillis, medianMillis, upperQuartileMillis));
    }
  }
}
