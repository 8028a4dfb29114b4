package io.hwnas.evaluator;

import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;

/**
 * What batch norms and dropout do in a forward pass.
 *
 * @param batchStatistics whether batch norms use the batch's own mean and variance
 * @param runningStatistics whether batch norms know running ones: those move where the batch's own
 *     are used, else they are used
 * @param momentum weight of the batch in the running statistics, by the batch norm's own
 * @param dropoutSeed decides what dropout drops, if it does
 */
record Pass(
    boolean batchStatistics,
    boolean runningStatistics,
    DoubleUnaryOperator momentum,
    OptionalLong dropoutSeed) {
  /** By the statistics of the batch itself, which are not kept; nothing is dropped. */
  static final Pass BATCH_STATISTICS = new Pass(true, false, own -> own, OptionalLong.empty());

  /** The answer of a trained network. */
  static final Pass INFERENCE = new Pass(false, true, own -> own, OptionalLong.empty());

  /**
   * A training step of a network. The running statistics follow the weights soon after the training
   * began: by MobileNetV3's own weight of 0.01 more than half of what they were at first would be
   * left after 60 steps.
   */
  static Pass training(long dropoutSeed, long stepsDone) {
    return new Pass(
        true, true, own -> RunningMean.weight(own, stepsDone), OptionalLong.of(dropoutSeed));
  }

  /** A training step of shared weights, whose running statistics would fit no subnet. */
  static Pass sharedTraining(long dropoutSeed) {
    return new Pass(true, false, own -> own, OptionalLong.of(dropoutSeed));
  }

  /**
   * Takes in one batch of several, so that after all of them the running statistics are the plain
   * mean of theirs.
   */
  static Pass calibration(int batch) {
    return new Pass(true, true, own -> 1.0 / (batch + 1), OptionalLong.empty());
  }
}
