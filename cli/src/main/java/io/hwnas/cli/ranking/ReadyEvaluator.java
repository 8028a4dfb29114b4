package io.hwnas.cli.ranking;

import io.hwnas.evaluator.AccuracyEvaluator;
import java.util.List;

/**
 * An evaluator that can be asked, trained if it is one that is trained.
 *
 * @param evaluator what is asked
 * @param training what training it took
 * @param release lets its native memory go
 */
record ReadyEvaluator(AccuracyEvaluator evaluator, Training training, Runnable release)
    implements AutoCloseable {
  /**
   * A training.
   *
   * @param seconds how long it took, over all attempts
   * @param steps optimiser steps
   * @param images images that networks saw, one count a step, image and network
   */
  record Training(double seconds, long steps, long images) {
    static final Training NONE = new Training(0, 0, 0);

    /** Brings back what {@link #numbers} gave. */
    static Training of(List<Double> numbers) {
      return new Training(numbers.get(0), numbers.get(1).longValue(), numbers.get(2).longValue());
    }

    Training plus(Training other) {
      return new Training(seconds + other.seconds, steps + other.steps, images + other.images);
    }

    List<Double> numbers() {
      return List.of(seconds, (double) steps, (double) images);
    }
  }

  static ReadyEvaluator untrained(AccuracyEvaluator evaluator, Runnable release) {
    return new ReadyEvaluator(evaluator, Training.NONE, release);
  }

  @Override
  public void close() {
    release.run();
  }
}
