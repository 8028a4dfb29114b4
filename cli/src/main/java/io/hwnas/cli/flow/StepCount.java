package io.hwnas.cli.flow;

import io.hwnas.cli.config.TrainingLength;
import io.hwnas.results.Journal;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns the length of a training into optimiser steps.
 *
 * <p>Minutes need the speed of this machine: a few steps are timed, journalled, and only then used,
 * so that a resumed run makes as many steps as it would have unbroken.
 *
 * @param journal where timings are kept, under {@code steps/…}
 * @param images training images of an epoch
 */
record StepCount(Journal journal, int images) {
  /** Steps that are timed, after {@link #WARM_UP_STEPS}. */
  private static final int TIMED_STEPS = 8;

  private static final int WARM_UP_STEPS = 3;

  /** A piece of training that reports each of its steps. */
  interface Trial {
    /** Trains for a number of steps and keeps nothing. */
    void run(long steps, ProgressListener progress);
  }

  /**
   * Returns the steps of a training.
   *
   * @param length how long it lasts
   * @param batchSize images of a step
   * @param name tells the training from others
   * @param trial trains a little, to be timed
   * @return the steps, at least 1
   */
  long of(TrainingLength length, int batchSize, String name, Trial trial) {
    if (length instanceof TrainingLength.Steps given) {
      return given.steps();
    }
    if (length instanceof TrainingLength.Epochs given) {
      return Math.max(1, Math.round(given.epochs() * images / batchSize));
    }
    double minutes = ((TrainingLength.Minutes) length).minutes();
    double seconds =
        journal.recallOrRecordNumbers("steps/" + name, () -> List.of(secondsPerStep(trial))).get(0);
    return Math.max(1, (long) (60 * minutes / seconds));
  }

  private static double secondsPerStep(Trial trial) {
    List<Long> moments = new ArrayList<>();
    Consumer<Long> stepEnded = moments::add;
    trial.run(
        WARM_UP_STEPS + TIMED_STEPS, (done, total, detail) -> stepEnded.accept(System.nanoTime()));
    List<Long> timed = moments.subList(WARM_UP_STEPS - 1, moments.size());
    return (timed.get(timed.size() - 1) - timed.get(0)) / 1e9 / (timed.size() - 1);
  }
}
