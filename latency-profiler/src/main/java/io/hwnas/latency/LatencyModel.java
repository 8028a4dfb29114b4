package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import java.util.List;

/** How slow is a network? */
@FunctionalInterface
public interface LatencyModel {
  /**
   * Predicts the latency of one inference, with as many threads and images as the model is of.
   *
   * @param graph the network
   * @return the estimate
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of its blocks
   */
  LatencyEstimate predict(LayerGraph graph);

  /**
   * Hears that a network was chosen, and that networks near it will be asked for: a model that
   * measures may measure it now. Predictions may differ afterwards.
   *
   * @param graph the network
   */
  default void chosen(LayerGraph graph) {}

  /**
   * Hears among which networks one is about to be chosen: a model that measures may measure them
   * now, so that none is chosen for what it was predicted wrong by.
   *
   * @param graphs the networks
   * @return whether predictions may differ since
   */
  default boolean considered(List<LayerGraph> graphs) {
    return false;
  }
}
