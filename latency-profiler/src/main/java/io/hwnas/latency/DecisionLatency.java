package io.hwnas.latency;

import io.hwnas.space.DecisionVector;

/** Predicts latency from a space's decisions, without lowering the network. */
@FunctionalInterface
public interface DecisionLatency {
  /**
   * Predicts one network.
   *
   * @param decisions a vector of the space that this was compiled for
   * @return predicted latency
   */
  LatencyEstimate predict(DecisionVector decisions);
}
