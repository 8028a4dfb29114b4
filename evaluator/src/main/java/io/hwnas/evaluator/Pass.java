package io.hwnas.evaluator;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What batch norms and dropout do in a forward pass.
 *
 * @param batchStatistics whether batch norms use the batch's own mean and variance
 * @param runningStatistics whether batch norms know running ones: those move where the batch's own
 *     are used, else they are used
 * @param momentum weight of the batch in the running statistics, if not the batch norm's own
 * @param dropoutSeed decides what dropout drops, if it does
 */
record Pass(
    boolean batchStatistics,
    boolean runningStatistics,
    OptionalDouble momentum,
    OptionalLong dropoutSeed) {
  /** By the statistics of the batch itself, which are not kept; nothing is dropped. */
  static final Pass BATCH_STATISTICS =
      new Pass(true, false, OptionalDouble.empty(), OptionalLong.empty());

  /** The answer of a trained network. */
  static final Pass INFERENCE = new Pass(false, true, OptionalDouble.empty(), OptionalLong.empty());

  /** A training step of a network. */
  static Pass training(long dropoutSeed) {
    return new Pass(true, true, OptionalDouble.empty(), OptionalLong.of(dropoutSeed));
  }

  /** A training step of shared weights, whose running statistics would fit no subnet. */
  static Pass sharedTraining(long dropoutSeed) {
    return new Pass(true, false, OptionalDouble.empty(), OptionalLong.of(dropoutSeed));
  }

  /**
   * Takes in one batch of several, so that after all of them the running statistics are the plain
   * mean of theirs.
   */
  static Pass calibration(int batch) {
    return new Pass(true, true, OptionalDouble.of(1.0 / (batch + 1)), OptionalLong.empty());
  }
}
