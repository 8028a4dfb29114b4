package io.hwnas.evaluator;

import java.util.OptionalDouble;

/** What the steps between two entries of a {@link TrainingLog} add up to. */
final class LogPeriod {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int imagesPerStep;
  private final int imagesPerEpoch;
  private double lossSum;
  private long steps;
  private long startNanos = System.nanoTime();
  private long endNanos = startNanos;

  LogPeriod(int imagesPerStep, int imagesPerEpoch) {
    this.imagesPerStep = imagesPerStep;
    this.imagesPerEpoch = imagesPerEpoch;
  }

  /** Notes that a step has ended. */
  void stepped(double loss) {
    lossSum += loss;
    steps++;
    endNanos = System.nanoTime();
  }

  /** Tells whether an epoch has ended with a step. */
  boolean endsEpoch(long step) {
    return step * imagesPerStep / imagesPerEpoch > (step - 1) * imagesPerStep / imagesPerEpoch;
  }

  /** Ends the period with its last step, whatever took time since, and begins the next. */
  TrainingLog.Entry end(long step, OptionalDouble accuracy) {
    TrainingLog.Entry entry =
        new TrainingLog.Entry(
            step,
            (double) step * imagesPerStep / imagesPerEpoch,
            lossSum / steps,
            accuracy,
            steps * imagesPerStep * NANOS_PER_SECOND / Math.max(1, endNanos - startNanos),
            ResidentMemory.bytes());
    lossSum = 0;
    steps = 0;
    startNanos = System.nanoTime();
    endNanos = startNanos;
    return entry;
  }
}
