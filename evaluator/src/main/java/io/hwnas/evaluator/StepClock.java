package io.hwnas.evaluator;

import java.time.Duration;

/** Tells how fast steps go by and when a checkpoint is due; decides nothing that is computed. */
final class StepClock {
  /** Weight of the newest step in the mean duration. */
  private static final double NEWEST = 0.1;

  private final long periodNanos;
  private final int imagesPerStep;
  private long lastCheckpoint = System.nanoTime();
  private long lastStep = System.nanoTime();
  private double meanNanos;

  StepClock(Duration period, int imagesPerStep) {
    this.periodNanos = period.toNanos();
    this.imagesPerStep = imagesPerStep;
  }

  /** Notes that a step has ended and describes it for a person. */
  String describe(double loss) {
    long now = System.nanoTime();
    double nanos = now - lastStep;
    lastStep = now;
    meanNanos = meanNanos == 0 ? nanos : meanNanos + NEWEST * (nanos - meanNanos);
    return String.format(
        java.util.Locale.ROOT, "loss %.3f, %.0f images/s", loss, imagesPerStep * 1e9 / meanNanos);
  }

  /** Notes that what has just taken time was no part of a step. */
  void interrupted() {
    lastStep = System.nanoTime();
  }

  /** A checkpoint is saved after the next step, by which the last one is to be no older. */
  boolean checkpointDue() {
    return System.nanoTime() + 2 * meanNanos - lastCheckpoint >= periodNanos;
  }

  void checkpointed() {
    lastCheckpoint = System.nanoTime();
    lastStep = lastCheckpoint;
  }
}
