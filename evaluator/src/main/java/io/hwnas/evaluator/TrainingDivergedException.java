package io.hwnas.evaluator;

import java.util.Optional;

/**
 * Thrown at the first step whose loss is not a finite number, or, where weights are saved or given
 * back, whose weights are not; checkpoints before it are kept.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String happened;
  private final long step;

  TrainingDivergedException(String what, long step, double loss) {
    this(
        "training of %s diverged at step %d: the loss is %s".formatted(what, step, loss), step, "");
  }

  /** Returns that the weights after a step are not finite. */
  static TrainingDivergedException inWeights(String what, long step) {
    return new TrainingDivergedException(
        "training of %s diverged at step %d: its weights are not finite".formatted(what, step),
        step,
        "");
  }

  private TrainingDivergedException(String happened, long step, String kept) {
    super(happened + kept + "; start anew with a lower learning rate");
    this.happened = happened;
    this.step = step;
  }

  /** Returns the same, which says what is left of the training. */
  TrainingDivergedException keeping(Optional<Checkpoint> latest) {
    return new TrainingDivergedException(
        happened,
        step,
        latest
            .map(
                checkpoint ->
                    "; the last checkpoint, of step %d, is kept".formatted(checkpoint.step()))
            .orElse("; there was no checkpoint yet"));
  }

  /**
   * Returns where it happened.
   *
   * @return the step, from 0
   */
  public long step() {
    return step;
  }
}
