package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.RunCheckpoints;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.AccuracyEvaluator;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.CostEvaluator;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.SupernetTask;
import io.hwnas.evaluator.SynapticFlow;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.SearchSpace;
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

    List<Double> numbers() {
      return List.of(seconds, (double) steps, (double) images);
    }
  }

  /** Makes an evaluator ready, from its last checkpoint where there is one. */
  static ReadyEvaluator of(
      RankingConfig.Evaluator kind,
      RankingConfig config,
      SearchSpace space,
      DataSplit data,
      RunDirectory directory,
      Console console) {
    return switch (kind) {
      case MADDS -> untrained(CostEvaluator.MADDS, () -> {});
      case PARAMS -> untrained(CostEvaluator.PARAMS, () -> {});
      case ACTIVATION_CODES -> {
        ActivationCodes codes =
            new ActivationCodes(
                data.training(),
                data.normalisation(),
                config.codeImages(),
                config.seed(),
                config.torch());
        yield untrained(codes, codes::close);
      }
      case SUPERNET -> trained(config, space, data, directory, console);
      case SYNAPTIC_FLOW -> untrained(new SynapticFlow(config.seed(), config.torch()), () -> {});
      case SUPERNET_LOSS, SUPERNET_CAPACITY ->
          throw new IllegalArgumentException("made of the scores of the supernet");
    };
  }

  private static ReadyEvaluator untrained(AccuracyEvaluator evaluator, Runnable release) {
    return new ReadyEvaluator(evaluator, Training.NONE, release);
  }

  private static ReadyEvaluator trained(
      RankingConfig config,
      SearchSpace space,
      DataSplit data,
      RunDirectory directory,
      Console console) {
    String name = RankingConfig.Evaluator.SUPERNET.label();
    Supernet supernet = new Supernet(task(config, space, data), config.torch());
    try (StageProgress progress = console.stage(name + " training, in seconds")) {
      supernet.train(
          new Checkpointing(
              new RunCheckpoints(directory.checkpoints(), name), config.checkpointPeriod()),
          progress);
    } catch (RuntimeException e) {
      supernet.close();
      throw e;
    }
    long steps = supernet.stepsDone();
    long imagesPerStep =
        (long) config.supernet().recipe().batchSize() * config.supernet().sampling().size();
    return new ReadyEvaluator(
        supernet,
        new Training(supernet.secondsTrained(), steps, steps * imagesPerStep),
        supernet::close);
  }

  private static SupernetTask task(RankingConfig config, SearchSpace space, DataSplit data) {
    RankingConfig.OfSupernet supernet = config.supernet();
    ValidationSet validation =
        supernet.scoredImages().isPresent()
            ? data.validation().sample(supernet.scoredImages().getAsInt(), config.seed())
            : data.validation();
    return new SupernetTask(
        space,
        SupernetTask.initialise(space, supernet.sharing(), config.seed()),
        data.training(),
        validation,
        data.normalisation(),
        supernet.recipe(),
        supernet.sampling(),
        SubnetSource.WHOLE_SPACE,
        supernet.calibrationImages(),
        new TrainingBudget.Time(supernet.budget()),
        supernet.sharing(),
        config.seed());
  }

  @Override
  public void close() {
    release.run();
  }
}
