package io.hwnas.latency;

import io.hwnas.space.InvalidInputException;

/**
 * A predicted latency and how far to trust it.
 *
 * @param millis predicted latency of one inference in milliseconds, positive
 * @param uncertaintyMillis one standard deviation of the prediction's error in milliseconds
 */
public record LatencyEstimate(double millis, double uncertaintyMillis) {
  /** Checks that both are finite, the latency positive and the uncertainty not negative. */
  public LatencyEstimate {
    if (!(millis > 0 && Double.isFinite(millis))) {
      throw new InvalidInputException("a predicted latency must be positive, not " + millis);
    }
    if (!(uncertaintyMillis >= 0 && Double.isFinite(uncertaintyMillis))) {
      throw new InvalidInputException(
          "a latency's uncertainty must not be negative, but is " + uncertaintyMillis);
    }
  }
}
