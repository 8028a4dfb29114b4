package io.hwnas.evaluator;

import java.util.OptionalDouble;

/**
 * What batch norms and dropout do in a forward pass.
 *
 * @param batchStatistics whether batch norms use the batch's own mean and variance
 * @param runningStatistics whether batch norms know running ones: those move where the batch's own
 *     are used, else they are used
 * @param momentum weight of the batch in the running statistics, if not the batch norm's own
 * @param dropout whether dropout drops
 */
record Pass(
    boolean batchStatistics, boolean runningStatistics, OptionalDouble momentum, boolean dropout) {
  /** A training step of a network. */
  static final Pass TRAINING = new Pass(true, true, OptionalDouble.empty(), true);

  /** A training step of shared weights, whose running statistics would fit no subnet. */
  static final Pass SHARED_TRAINING = new Pass(true, false, OptionalDouble.empty(), true);

  /** The answer of a trained network. */
  static final Pass INFERENCE = new Pass(false, true, OptionalDouble.empty(), false);

  /**
   * Takes in one batch of several, so that after all of them the running statistics are the plain
   * mean of theirs.
   */
  static Pass calibration(int batch) {
    return new Pass(true, true, OptionalDouble.of(1.0 / (batch + 1)), false);
  }
}
