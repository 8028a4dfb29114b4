package io.hwnas.latency;

import io.hwnas.probe.Require;

/**
 * What a block adds to the latency of a network, and how far to trust it.
 *
 * @param millis its share in milliseconds, positive
 * @param uncertaintyMillis one standard deviation of the share's error in milliseconds
 */
public record BlockLatency(double millis, double uncertaintyMillis) {
  /** Checks that both are finite, the latency positive and the uncertainty not negative. */
  public BlockLatency {
    Require.positive("a block's latency", millis);
    Require.notNegative("a latency's uncertainty", uncertaintyMillis);
  }
}
