package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Scores every architecture of a space with weights they all share.
 *
 * <p>Train it, then ask it. A subnet's weights are those that {@link WeightSharing} says; its batch
 * norms get statistics of their own, from training images, before it is scored or extracted. Use it
 * from one thread at a time; what it answers is a function of the task and the number of threads.
 */
public final class Supernet implements AccuracyEvaluator, AutoCloseable {
  /**
   * What the trunk may take in memory: of 5,500 images and NAS-Bench-Macro, the last six of eight
   * blocks.
   */
  static final long TRUNK_BYTES = 1L << 30;

  private final SupernetTask task;
  private final TorchOptions options;
  private final SupernetSession session;
  private final SubnetScoring scoring;
  private final SharedTrunk trunk;

  /**
   * Creates a supernet with its first weights.
   *
   * @param task the space, the images, how and how long
   * @param options how libtorch is run
   * @throws InvalidInputException if libtorch cannot be loaded
   */
  public Supernet(SupernetTask task, TorchOptions options) {
    this.task = task;
    this.options = options;
    this.session = new SupernetSession(task, options);
    this.scoring = new SubnetScoring(task);
    this.trunk = scoring.trunk(TRUNK_BYTES);
  }

  /**
   * Trains to the end of its length, from the latest checkpoint if there is one.
   *
   * @param checkpointing where checkpoints are kept; the last step is always saved
   * @param progress hears of each step
   * @throws TrainingDivergedException at the first loss that is not finite
   * @throws InvalidInputException if the checkpoint is another task's
   */
  public void train(Checkpointing checkpointing, ProgressListener progress) {
    train(checkpointing, Optional.empty(), progress);
  }

  /**
   * Trains to the end of its length, from the latest checkpoint if there is one, and logs how it
   * goes before each checkpoint. The accuracy is that of the largest network, scored once a minute,
   * more seldom where that would take more than a fiftieth of the time, and at the end.
   *
   * @param checkpointing where checkpoints are kept; the last step is always saved
   * @param log hears how it goes, which changes no step
   * @param progress hears of each step
   * @throws TrainingDivergedException at the first loss that is not finite
   * @throws InvalidInputException if the checkpoint is another task's
   */
  public void train(Checkpointing checkpointing, TrainingLog log, ProgressListener progress) {
    train(checkpointing, Optional.of(log), progress);
  }

  private void train(
      Checkpointing checkpointing, Optional<TrainingLog> log, ProgressListener progress) {
    checkpointing.store().latest().ifPresent(session::restore);
    trunk.forget();
    log.ifPresent(to -> to.cutBack(session.stepsDone()));
    int batch = task.recipe().batchSize();
    StepClock clock = new StepClock(checkpointing.period(), batch);
    LogPeriod period = new LogPeriod(batch, task.training().images().size());
    ScoringPace pace = new ScoringPace();
    HeldCheckpoint held = new HeldCheckpoint(checkpointing.store());
    while (!session.clock().ended()) {
      double loss = attempt(checkpointing, session::step);
      held.release();
      session.clock().tell(progress, clock.describe(loss));
      period.stepped(loss);
      if (session.clock().ended() || clock.checkpointDue()) {
        Checkpoint checkpoint = attempt(checkpointing, session::checkpoint);
        log.ifPresent(to -> to.add(period.end(session.stepsDone(), accuracy(pace))));
        held.hold(checkpoint);
        clock.checkpointed();
      }
    }
    held.release();
  }

  /** Does what may find that the training has diverged; then says what is left of it. */
  private static <T> T attempt(Checkpointing checkpointing, Supplier<T> work) {
    try {
      return work.get();
    } catch (TrainingDivergedException e) {
      throw e.keeping(checkpointing.store().latest());
    }
  }

  /** Scores the largest network, if it is time to. */
  private OptionalDouble accuracy(ScoringPace pace) {
    if (!session.clock().ended() && !pace.due()) {
      return OptionalDouble.empty();
    }
    Architecture largest = task.space().decode(task.space().largest());
    return OptionalDouble.of(pace.timed(() -> accuracy(largest)));
  }

  /**
   * Returns how many steps were made.
   *
   * @return optimiser steps over all attempts
   */
  public long stepsDone() {
    return session.stepsDone();
  }

  /**
   * Returns how many images a step learns from.
   *
   * @return images, whatever the number of networks
   */
  public int batchSize() {
    return task.recipe().batchSize();
  }

  /**
   * Returns what networks learnt from.
   *
   * @return images, one count a step, image and network
   */
  public long imagesLearnt() {
    long networks =
        session.stepsAlone() + (stepsDone() - session.stepsAlone()) * task.sampling().size();
    return networks * task.recipe().batchSize();
  }

  /**
   * Returns how long they took.
   *
   * @return seconds, checkpoints included: of a training of a time over all attempts, where steps
   *     that a kill lost, and that were made again, count once; of one of steps since it was
   *     resumed
   */
  public double secondsTrained() {
    return session.clock().secondsDone();
  }

  /**
   * Returns how many validation images an architecture is scored on.
   *
   * @return images
   */
  public int scoredImages() {
    return task.validation().images().size();
  }

  /**
   * How an architecture answers to the validation images.
   *
   * @param accuracy top-1, a fraction
   * @param crossEntropy mean cross-entropy with the labels, in nats; less is better
   * @param crossEntropyStandardError one standard error of that mean
   */
  public record Score(double accuracy, double crossEntropy, double crossEntropyStandardError) {}

  /**
   * Scores an architecture: shared weights, statistics of its own, validation images.
   *
   * @param architecture one of the space
   * @return top-1 accuracy, a fraction
   */
  @Override
  public double accuracy(Architecture architecture) {
    return score(architecture).accuracy();
  }

  /**
   * Scores an architecture: shared weights, statistics of its own, validation images.
   *
   * @param architecture one of the space
   * @return its accuracy, and the loss at which it has it
   */
  public Score score(Architecture architecture) {
    return calibrated(architecture, scoring::score);
  }

  /**
   * Cuts out an architecture's weights, to train it further on its own.
   *
   * @param architecture one of the space
   * @return its weights, with batch-norm statistics of its own
   */
  public Weights extract(Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    Weights cut = calibrated(architecture, (subnet, alike) -> named(graph, subnet));
    // What is cut out is trained next, which takes the memory.
    trunk.forget();
    return cut;
  }

  /** Gives a subnet's weights the names of the network's own parameters. */
  private static Weights named(LayerGraph graph, Subnet subnet) {
    Weights shared = subnet.weights();
    Map<String, FloatTensor> own = new LinkedHashMap<>();
    List<Parameter> names = subnet.graph().parameters();
    for (int i = 0; i < names.size(); i++) {
      own.put(graph.parameters().get(i).name(), shared.get(names.get(i).name()));
    }
    return Weights.of(own);
  }

  private <T> T calibrated(Architecture architecture, BiFunction<Subnet, SharedTrunk, T> use) {
    LibTorch.use(options);
    return NativeScope.computeWithoutGradients(
        () -> {
          LayerGraph graph = task.sharing().graph(architecture);
          // Weights that still learn leave nothing for the next network.
          SharedTrunk alike = session.clock().ended() ? trunk : scoring.trunk(0);
          try (Subnet subnet = new Subnet(graph, session.scored())) {
            scoring.calibrate(subnet, alike);
            return use.apply(subnet, alike);
          }
        });
  }

  @Override
  public void close() {
    trunk.close();
    scoring.close();
    session.close();
  }
}
