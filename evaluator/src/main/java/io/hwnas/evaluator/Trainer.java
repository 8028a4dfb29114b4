package io.hwnas.evaluator;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import java.util.Optional;
import java.util.OptionalDouble;

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
    return train(task, task.steps(), checkpointing, Optional.empty(), progress);
  }

  /**
   * Trains to a step on the way, from the latest checkpoint if there is one, so that it can be seen
   * whether the rest is worth it.
   *
   * @param task what is to be trained
   * @param step the step to stop after, at most the task's last
   * @param checkpointing where checkpoints are kept; that step is always saved, so that {@link
   *     #train} goes on from it
   * @param progress hears of each step
   * @return the weights there
   * @throws TrainingDivergedException at the first loss that is not finite
   * @throws InvalidInputException if the checkpoint is another task's or beyond the step, or
   *     libtorch cannot be loaded
   */
  public Weights trainTo(
      TrainingTask task, long step, Checkpointing checkpointing, ProgressListener progress) {
    if (step < 0 || step > task.steps()) {
      throw new InvalidInputException(
          "the step to stop after must be within 0 to %d, not %d".formatted(task.steps(), step));
    }
    return train(task, step, checkpointing, Optional.empty(), progress);
  }

  /**
   * Trains to the last step, from the latest checkpoint if there is one, and has it watched.
   *
   * @param task what is to be trained
   * @param checkpointing where checkpoints are kept; the last step is always saved
   * @param monitoring how it is watched, which changes nothing that is computed
   * @param progress hears of each step
   * @return the weights after the last step, with batch norm's running statistics
   * @throws TrainingDivergedException at the first loss that is not finite
   * @throws InvalidInputException if the checkpoint is another task's, or libtorch cannot be loaded
   */
  public Weights train(
      TrainingTask task,
      Checkpointing checkpointing,
      Monitoring monitoring,
      ProgressListener progress) {
    return train(task, task.steps(), checkpointing, Optional.of(monitoring), progress);
  }

  private Weights train(
      TrainingTask task,
      long last,
      Checkpointing checkpointing,
      Optional<Monitoring> monitoring,
      ProgressListener progress) {
    try (TrainingSession session = new TrainingSession(task, options)) {
      checkpointing.store().latest().ifPresent(session::restore);
      requireNotBeyond(last, session);
      monitoring.ifPresent(watched -> watched.log().cutBack(session.stepsDone()));
      StepClock clock = new StepClock(checkpointing.period(), task.recipe().batchSize());
      LogPeriod period = new LogPeriod(task.recipe().batchSize(), task.training().images().size());
      HeldCheckpoint held = new HeldCheckpoint(checkpointing.store());
      while (session.stepsDone() < last) {
        double loss = session.step();
        held.release();
        long done = session.stepsDone();
        progress.update(done, task.steps(), clock.describe(loss));
        period.stepped(loss);
        if (monitoring.isPresent() && (done == last || period.endsEpoch(done))) {
          log(session, period, monitoring.get());
          clock.interrupted();
        }
        if (done == last || clock.checkpointDue()) {
          held.hold(session.checkpoint());
          clock.checkpointed();
        }
      }
      held.release();
      return session.weights();
    } catch (TrainingDivergedException e) {
      throw e.keeping(checkpointing.store().latest());
    }
  }

  private static void requireNotBeyond(long step, TrainingSession session) {
    if (session.stepsDone() > step) {
      throw new InvalidInputException(
          "the training has come to step %d, beyond %d".formatted(session.stepsDone(), step));
    }
  }

  private static void log(TrainingSession session, LogPeriod period, Monitoring monitoring) {
    OptionalDouble accuracy = OptionalDouble.of(session.accuracy(monitoring.validation()));
    monitoring.log().add(period.end(session.stepsDone(), accuracy));
  }
}
