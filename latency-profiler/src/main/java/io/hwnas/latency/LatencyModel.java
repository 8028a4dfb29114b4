package io.hwnas.latency;

import io.hwnas.space.LayerGraph;

/** How slow is a network? */
@FunctionalInterface
public interface LatencyModel {
  /**
   * Predicts the latency of one inference at batch size 1.
   *
   * @param graph the network
   * @return the estimate
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of its blocks
   */
  LatencyEstimate predict(LayerGraph graph);
}
