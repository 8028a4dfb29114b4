package io.hwnas.evaluator;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;

/**
 * Trains one network, from scratch or from given weights.
 *
 * <p>What it computes is a function of the task and the number of threads, bit for bit, however
 * often it is interrupted and goes on from a checkpoint.
 */
public final class Trainer {
  private final TorchOptions options;

  /**
   * Creates a trainer.
   *
   * @param options how libtorch is run
   */
  public Trainer(TorchOptions options) {
    this.options = options;
  }

  /**
   * Trains to the last step, from the latest checkpoint if there is one.
   *
   * @param task what is to be trained
   * @param checkpointing where checkpoints are kept; the last step is always saved
   * @param progress hears of each step
   * @return the weights after the last step, with batch norm's running statistics
   * @throws TrainingDivergedException at the first loss that is not finite
   * @throws InvalidInputException if the checkpoint is another task's, or libtorch cannot be loaded
   */
  public Weights train(TrainingTask task, Checkpointing checkpointing, ProgressListener progress) {
    try (TrainingSession session = new TrainingSession(task, options)) {
      checkpointing.store().latest().ifPresent(session::restore);
      StepClock clock = new StepClock(checkpointing.period(), task.recipe().batchSize());
      while (session.stepsDone() < task.steps()) {
        double loss = session.step();
        long done = session.stepsDone();
        progress.update(done, task.steps(), clock.describe(loss));
        if (done == task.steps() || clock.checkpointDue()) {
          checkpointing.store().save(session.checkpoint());
          clock.checkpointed();
        }
      }
      return session.weights();
    }
  }
}
