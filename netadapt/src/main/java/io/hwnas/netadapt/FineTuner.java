package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;

/** Trains a shrunk network for a short while, so that proposals can be compared. */
@FunctionalInterface
public interface FineTuner {
  /**
   * Fine-tunes on the training split.
   *
   * @param graph the shrunk network
   * @param weights its weights, cut from the larger network's
   * @param proposalSeed source of all randomness; the same arguments must give the same weights
   * @return the trained weights, under the same names
   */
  Weights shortTerm(LayerGraph graph, Weights weights, long proposalSeed);

  /**
   * Hears that a proposal's weights will not be asked for again, so that what was kept to go on
   * with its training, or to have its weights back at once, may go; may be told more than once.
   *
   * @param proposalSeed the seed that was given for the proposal
   */
  default void forget(long proposalSeed) {}
}
