package io.hwnas.evaluator;

/** Thrown at the first step whose loss is not a finite number; checkpoints before it are kept. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  TrainingDivergedException(String what, long step, double loss) {
    super(
        "training of %s diverged at step %d: the loss is %s; lower the learning rate"
            .formatted(what, step, loss));
    this.step = step;
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
