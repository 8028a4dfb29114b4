package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;

/** By what the channels that a smaller network keeps are chosen. */
@FunctionalInterface
public interface FilterSelection {
  /** The squared L2 norm of the filters that produce a channel (NetAdapt, section 3.3). */
  FilterSelection MAGNITUDE = (graph, weights, seed) -> FilterImportance.of(graph, weights);

  /**
   * The sum of |γ| of all batch norms that scale a channel (Liu et al., ICCV 2017), and the
   * magnitude in groups that none scales.
   */
  FilterSelection BATCH_NORM =
      (graph, weights, seed) -> FilterImportance.ofBatchNorms(graph, weights);

  /** Chance, to hold the others against. */
  FilterSelection RANDOM = (graph, weights, seed) -> FilterImportance.random(graph, seed);

  /**
   * Tells how much each channel matters.
   *
   * @param graph the network that a smaller one is cut from
   * @param weights its weights
   * @param seed source of all randomness that differs between proposals
   * @return the importance of every channel that may shrink; the same for the same arguments
   */
  FilterImportance importance(LayerGraph graph, Weights weights, long seed);
}
