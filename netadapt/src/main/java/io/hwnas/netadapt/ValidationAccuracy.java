package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;

/**
 * How accurate is a network with its weights on the validation split, or on a part of it? Asked by
 * several threads at once where NetAdapt has several workers.
 */
@FunctionalInterface
public interface ValidationAccuracy {
  /**
   * Scores a network.
   *
   * @param graph the network
   * @param weights its weights
   * @return top-1 accuracy as a fraction
   */
  double of(LayerGraph graph, Weights weights);

  /**
   * Names what is measured, where it is not accuracy but stands in for it.
   *
   * @return the name that reports and files use
   */
  default String name() {
    return "accuracy";
  }
}
