package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.RunCheckpoints;
import io.hwnas.cli.flow.SupernetTraining;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.AccuracyEvaluator;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.CostEvaluator;
import io.hwnas.evaluator.FromScratch;
import io.hwnas.evaluator.SuccessiveHalving;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.SynapticFlow;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.SearchSpace;
import java.util.List;

/**
 * Makes evaluators ready in a run, from their last checkpoints where there are any.
 *
 * @param config what is compared
 * @param space the space, for the images
 * @param networks the networks that will be asked about
 * @param data the images
 * @param directory the run
 * @param console hears how far it has come
 */
record EvaluatorFactory(
    RankingConfig config,
    SearchSpace space,
    List<Architecture> networks,
    DataSplit data,
    RunDirectory directory,
    Console console) {
  ReadyEvaluator ready(RankingConfig.Evaluator kind) {
    return switch (kind) {
      case MADDS -> ReadyEvaluator.untrained(CostEvaluator.MADDS, () -> {});
      case PARAMS -> ReadyEvaluator.untrained(CostEvaluator.PARAMS, () -> {});
      case ACTIVATION_CODES -> codes();
      case SYNAPTIC_FLOW ->
          ReadyEvaluator.untrained(new SynapticFlow(config.seed(), config.torch()), () -> {});
      case SUPERNET -> supernet();
      case FROM_SCRATCH -> fromScratch();
      case SUCCESSIVE_HALVING -> halved();
      case SUPERNET_LOSS, SUPERNET_CAPACITY ->
          throw new IllegalArgumentException(kind.label() + " is made of the supernet's scores");
    };
  }

  private ReadyEvaluator codes() {
    ActivationCodes codes =
        new ActivationCodes(
            data.training(),
            data.normalisation(),
            config.codeImages(),
            config.codeDraws(),
            config.seed(),
            config.torch());
    return ReadyEvaluator.untrained(codes, codes::close);
  }

  private ReadyEvaluator supernet() {
    config.requireSameSupernet();
    SupernetTraining training =
        new SupernetTraining(config.supernet(), space, data, config.seed(), config.torch());
    Supernet supernet =
        config
            .supernetFrom()
            .map(training::open)
            .orElseGet(() -> training.train(directory, config.checkpointPeriod(), console));
    return new ReadyEvaluator(
        supernet,
        new ReadyEvaluator.Training(
            supernet.secondsTrained(), supernet.stepsDone(), supernet.imagesLearnt()),
        supernet::close);
  }

  /** Trains each network when it is asked for; the seconds are those of scoring. */
  private ReadyEvaluator fromScratch() {
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
    long steps = scratch.steps() * networks.size();
    long images = steps * config.fromScratch().recipe().batchSize();
    return new ReadyEvaluator(forgetting, new ReadyEvaluator.Training(0, steps, images), () -> {});
  }

  /** Trains all networks; what they are asked later is known then. */
  private ReadyEvaluator halved() {
    String name = RankingConfig.Evaluator.SUCCESSIVE_HALVING.label();
    SuccessiveHalving halving =
        new SuccessiveHalving(
            data,
            data.validation(),
            config.successiveHalving(),
            config.torch(),
            config.checkpointPeriod());
    try (StageProgress progress = console.stage(name + " training")) {
      SuccessiveHalving.Ranking ranking =
          halving.rank(networks, new RunHalving(directory, name), progress);
      long images = ranking.steps() * config.successiveHalving().first().recipe().batchSize();
      return new ReadyEvaluator(
          ranking,
          new ReadyEvaluator.Training(ranking.seconds(), ranking.steps(), images),
          () -> {});
    }
  }
}
