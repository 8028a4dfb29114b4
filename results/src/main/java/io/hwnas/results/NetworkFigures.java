package io.hwnas.results;

import java.util.Optional;

/**
 * What there is to know of one trained network, as the final comparison shows it.
 *
 * @param label its part in the comparison, such as {@code found} or {@code baseline}
 * @param name name of its architecture
 * @param testTop1 top-1 accuracy on the test split, a fraction
 * @param latency measured latency
 * @param predicted latency the table predicts, if there is one
 * @param madds multiply-adds of one image
 * @param params trained parameters
 */
public record NetworkFigures(
    String label,
    String name,
    double testTop1,
    LatencyFigure latency,
    Optional<LatencyPrediction> predicted,
    long madds,
    long params) {
  /** Checks that the accuracy is a fraction. */
  public NetworkFigures {
    if (!(testTop1 >= 0 && testTop1 <= 1)) {
      throw new IllegalArgumentException("test top-1 must be a fraction, not " + testTop1);
    }
  }
}
