package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;

/**
 * Trains a shrunk network for a short while, so that proposals can be compared; called by several
 * threads at once where NetAdapt has several workers.
 */
@FunctionalInterface
public interface FineTuner {
  /**
   * Fine-tunes on the training split.
   *
   * @param graph the shrunk network
   * @param weights its weights, cut from the larger network's
   * @param proposalSeed source of all randomness; the same arguments must give the same weights
   * @return the trained weights, under the same names
   * @throws ProposalFailedException if this network cannot be trained, and others may
   */
  Weights shortTerm(LayerGraph graph, Weights weights, long proposalSeed);

  /**
   * Fine-tunes in the same way, but stops after a share of the steps; {@link #shortTerm} goes on
   * from there.
   *
   * @param graph the shrunk network
   * @param weights its weights, cut from the larger network's
   * @param proposalSeed source of all randomness, as of the whole fine-tuning
   * @param share of its steps, between 0 and 1
   * @return the weights there
   * @throws ProposalFailedException if this network cannot be trained, and others may
   * @throws UnsupportedOperationException if it cannot stop on its way
   */
  default Weights upTo(LayerGraph graph, Weights weights, long proposalSeed, double share) {
    throw new UnsupportedOperationException("this fine-tuning cannot stop on its way");
  }

  /**
   * Hears that a proposal's weights will not be asked for again, so that what was kept to go on
   * with its training, or to have its weights back at once, may go; may be told more than once.
   *
   * @param proposalSeed the seed that was given for the proposal
   */
  default void forget(long proposalSeed) {}
}
