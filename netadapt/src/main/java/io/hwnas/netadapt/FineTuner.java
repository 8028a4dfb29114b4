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
}
