package io.hwnas.evaluator;

import io.hwnas.space.ProgressListener;
import java.util.Map;

/** Tells how far a training has come, over all its attempts. */
final class TrainingClock {
  /** Key of the time that a checkpoint's steps took. */
  private static final String SECONDS = "seconds";

  private static final double NANOS_PER_SECOND = 1e9;

  private final TrainingBudget budget;
  private long stepsDone;
  private double secondsDone;
  private long lastNanos = System.nanoTime();

  TrainingClock(TrainingBudget budget) {
    this.budget = budget;
  }

  /**
   * Returns what a checkpoint is to keep beside its number of steps: of a training of a time how
   * long it took; of one of steps nothing, so that equal trainings leave equal checkpoints.
   */
  Map<String, String> record() {
    return budget instanceof TrainingBudget.Time
        ? Map.of(SECONDS, Double.toString(secondsDone))
        : Map.of();
  }

  /** Goes on from a checkpoint; the time since it was saved does not count. */
  void resume(long steps, Map<String, String> record) {
    stepsDone = steps;
    secondsDone = Double.parseDouble(record.getOrDefault(SECONDS, "0"));
    lastNanos = System.nanoTime();
  }

  /** Notes that a step has ended. */
  void stepped() {
    long now = System.nanoTime();
    secondsDone += (now - lastNanos) / NANOS_PER_SECOND;
    lastNanos = now;
    stepsDone++;
  }

  long stepsDone() {
    return stepsDone;
  }

  double secondsDone() {
    return secondsDone;
  }

  boolean ended() {
    return budget instanceof TrainingBudget.Time time
        ? secondsDone >= seconds(time)
        : stepsDone >= ((TrainingBudget.Steps) budget).steps();
  }

  /** Returns the share of the training that is done, within 0 to 1. */
  double shareDone() {
    double share =
        budget instanceof TrainingBudget.Time time
            ? secondsDone / seconds(time)
            : (double) stepsDone / ((TrainingBudget.Steps) budget).steps();
    return Math.min(1, share);
  }

  /** Returns the rate of the next step, so many steps being an epoch. */
  double rate(LearningRate schedule, double stepsPerEpoch) {
    double epochs = stepsDone / stepsPerEpoch;
    return budget instanceof TrainingBudget.Time
        ? schedule.at(shareDone(), epochs)
        : schedule.at(stepsDone, ((TrainingBudget.Steps) budget).steps(), epochs);
  }

  /** Tells a listener how far it is: in steps, or in seconds. */
  void tell(ProgressListener progress, String detail) {
    if (budget instanceof TrainingBudget.Time time) {
      long total = (long) Math.ceil(seconds(time));
      progress.update(Math.min(total, (long) secondsDone), total, detail);
    } else {
      progress.update(stepsDone, ((TrainingBudget.Steps) budget).steps(), detail);
    }
  }

  private static double seconds(TrainingBudget.Time time) {
    return time.duration().toNanos() / NANOS_PER_SECOND;
  }
}
