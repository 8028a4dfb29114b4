package io.hwnas.evaluator;

/**
 * How much the newest value counts in a running mean, which is less inert in the first steps: as
 * TensorFlow's {@code ExponentialMovingAverage} with a number of updates, which keeps (1 + n) / (10
 * + n) at most.
 */
final class RunningMean {
  /** The mean is of about a tenth of the steps, until its own weight makes it of fewer. */
  private static final double STEPS_IN_WINDOW = 10;

  private RunningMean() {}

  /**
   * Returns the newest value's weight.
   *
   * @param own its weight in the long run
   * @param stepsBefore how many values the mean took in; the first becomes the mean
   */
  static double weight(double own, long stepsBefore) {
    return Math.max(own, STEPS_IN_WINDOW / (stepsBefore + STEPS_IN_WINDOW));
  }
}
