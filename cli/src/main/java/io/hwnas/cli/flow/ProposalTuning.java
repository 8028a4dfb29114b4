package io.hwnas.cli.flow;

import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.evaluator.TrainingDivergedException;
import io.hwnas.export.Weights;
import io.hwnas.netadapt.FineTuner;
import io.hwnas.netadapt.ProposalFailedException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.function.Supplier;

/**
 * Fine-tunes the proposals of NetAdapt with checkpoints, each until it is out of the running.
 *
 * @param training trains networks of the run
 * @param config how proposals are trained
 */
record ProposalTuning(NetworkTraining training, NetAdaptConfig config) implements FineTuner {
  /** What the names of the proposals' trainings begin with. */
  static final String NAME = "netadapt-proposal-";

  @Override
  public Weights shortTerm(LayerGraph graph, Weights weights, long proposalSeed) {
    return unlessDiverged(
        () ->
            training.train(
                graph,
                weights,
                config.recipe(),
                config.fineTuneSteps(),
                proposalSeed,
                name(proposalSeed),
                ProgressListener.SILENT));
  }

  @Override
  public Weights upTo(LayerGraph graph, Weights weights, long proposalSeed, double share) {
    long steps = Math.round(share * config.fineTuneSteps());
    return unlessDiverged(
        () ->
            training.trainTo(
                Math.max(1, Math.min(config.fineTuneSteps() - 1, steps)),
                graph,
                weights,
                config.recipe(),
                config.fineTuneSteps(),
                proposalSeed,
                name(proposalSeed)));
  }

  /** One network may diverge where others do not. */
  private static Weights unlessDiverged(Supplier<Weights> training) {
    try {
      return training.get();
    } catch (TrainingDivergedException e) {
      throw new ProposalFailedException(e);
    }
  }

  @Override
  public void forget(long proposalSeed) {
    training.forget(name(proposalSeed));
  }

  private static String name(long proposalSeed) {
    return NAME + Long.toHexString(proposalSeed);
  }
}
