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
    return train(task, checkpointing, Optional.empty(), progress);
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
    return train(task, checkpointing, Optional.of(monitoring), progress);
  }

  private Weights train(
      TrainingTask task,
      Checkpointing checkpointing,
      Optional<Monitoring> monitoring,
      ProgressListener progress) {
    try (TrainingSession session = new TrainingSession(task, options)) {
      checkpointing.store().latest().ifPresent(session::restore);
      monitoring.ifPresent(watched -> watched.log().cutBack(session.stepsDone()));
      StepClock clock = new StepClock(checkpointing.period(), task.recipe().batchSize());
      LogPeriod period = new LogPeriod(task.recipe().batchSize(), task.training().images().size());
      while (session.stepsDone() < task.steps()) {
        double loss = session.step();
        long done = session.stepsDone();
        progress.update(done, task.steps(), clock.describe(loss));
        period.stepped(loss);
        if (monitoring.isPresent() && (done == task.steps() || period.endsEpoch(done))) {
          log(session, period, monitoring.get());
          clock.interrupted();
        }
        if (done == task.steps() || clock.checkpointDue()) {
          checkpointing.store().save(session.checkpoint());
          clock.checkpointed();
        }
      }
      return session.weights();
    }
  }

  private static void log(TrainingSession session, LogPeriod period, Monitoring monitoring) {
    OptionalDouble accuracy = OptionalDouble.of(session.accuracy(monitoring.validation()));
    monitoring.log().add(period.end(session.stepsDone(), accuracy));
  }
}
