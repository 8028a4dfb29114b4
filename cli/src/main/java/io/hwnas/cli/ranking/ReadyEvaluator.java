package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.RunCheckpoints;
import io.hwnas.cli.flow.SupernetTraining;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.AccuracyEvaluator;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.CostEvaluator;
import io.hwnas.evaluator.FromScratch;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.SynapticFlow;
import io.hwnas.evaluator.data.DataSplit;
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
      case FROM_SCRATCH -> trainedAlone(config, data, directory);
      case SUPERNET_LOSS, SUPERNET_CAPACITY ->
          throw new IllegalArgumentException("made of the scores of the supernet");
    };
  }

  private static ReadyEvaluator untrained(AccuracyEvaluator evaluator, Runnable release) {
    return new ReadyEvaluator(evaluator, Training.NONE, release);
  }

  /** Trains each network when it is asked for; the seconds are those of scoring. */
  private static ReadyEvaluator trainedAlone(
      RankingConfig config, DataSplit data, RunDirectory directory) {
    String name = RankingConfig.Evaluator.FROM_SCRATCH.label();
    FromScratch scratch =
        new FromScratch(
            data,
            data.validation(),
            config.fromScratch(),
            config.torch(),
            network -> new RunCheckpoints(directory.checkpoints(), name),
            config.checkpointPeriod());
    AccuracyEvaluator forgetting =
        network -> {
          double accuracy = scratch.accuracy(network);
          // The next network's training must not find this one's end.
          directory.checkpoints().remove(name);
          return accuracy;
        };
    long steps = scratch.steps() * config.networks();
    long images = steps * config.fromScratch().recipe().batchSize();
    return new ReadyEvaluator(forgetting, new Training(0, steps, images), () -> {});
  }

  private static ReadyEvaluator trained(
      RankingConfig config,
      SearchSpace space,
      DataSplit data,
      RunDirectory directory,
      Console console) {
    Supernet supernet =
        new SupernetTraining(config.supernet(), space, data, config.seed(), config.torch())
            .train(directory, config.checkpointPeriod(), console);
    long steps = supernet.stepsDone();
    long imagesPerStep =
        (long) config.supernet().recipe().batchSize() * config.supernet().sampling().size();
    return new ReadyEvaluator(
        supernet,
        new Training(supernet.secondsTrained(), steps, steps * imagesPerStep),
        supernet::close);
  }

  @Override
  public void close() {
    release.run();
  }
}
