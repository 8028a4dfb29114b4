package io.hwnas.cli.flow;

import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the width of each baseline of a run, and trains it.
 *
 * @param context the run
 * @param stages runs the stages
 * @param latency predicts where to look for a width
 * @param own the network that a baseline of that name is a width of
 */
record Baselines(
    RunContext context, StageRunner stages, LatencyModel latency, Optional<Architecture> own) {
  /**
   * Trains the baselines that a network is held against.
   *
   * @param found the network
   * @return each baseline at the width at which it is as slow, trained on as many images
   */
  List<Candidate> beside(Candidate found) {
    List<Candidate> trained = new ArrayList<>();
    for (Baseline baseline : Baseline.all(context.config().baseline(), own)) {
      BaselineChoiceStage.Choice choice =
          stages.run(new BaselineChoiceStage(context, latency, found, baseline));
      trained.add(stages.run(training(baseline, choice.width(), found.images())));
    }
    return List.copyOf(trained);
  }

  private TrainingStage training(Baseline baseline, double width, long foundImages) {
    RunConfig config = context.config();
    BaselineConfig how = config.baseline();
    return new TrainingStage(
        context,
        baseline.training(),
        new ScaledBaseline(baseline, how, context.data().training().images()).at(width),
        TrainingStage.atLeast(how.imageShare() * foundImages, config.recipe()));
  }
}
