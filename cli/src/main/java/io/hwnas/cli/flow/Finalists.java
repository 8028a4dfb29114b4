package io.hwnas.cli.flow;

import io.hwnas.cli.config.FinalistsConfig;
import io.hwnas.evaluator.Supernet;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.util.List;

/**
 * The last round of a search: the best networks by shared weights, each fine-tuned for a moment on
 * its own, since shared weights rank the very best poorly.
 */
final class Finalists {
  private final FinalistsConfig config;
  private final NetworkTraining training;
  private final double capacityWeight;
  private final long seed;

  Finalists(RunContext context) {
    this.config = context.config().search().finalists();
    this.capacityWeight = context.config().search().capacityWeight();
    this.training = new NetworkTraining(context);
    this.seed = context.config().seed();
  }

  /**
   * Returns the best after fine-tuning, the first of equals.
   *
   * @param architectures at least one, the best by shared weights first
   * @param supernet their weights
   * @param imagesSeen images that the shared weights saw
   * @param progress hears of each finalist done
   */
  Candidate best(
      List<Architecture> architectures,
      Supernet supernet,
      long imagesSeen,
      ProgressListener progress) {
    Candidate best = tuned(architectures.get(0), supernet, imagesSeen);
    for (int i = 1; i < architectures.size(); i++) {
      progress.update(i, architectures.size(), "finalists");
      Candidate next = tuned(architectures.get(i), supernet, imagesSeen);
      best = merit(next) > merit(best) ? next : best;
    }
    progress.update(architectures.size(), architectures.size(), "finalists");
    return best;
  }

  private double merit(Candidate candidate) {
    return candidate.accuracy() + capacityWeight * Math.log(Cost.of(candidate.graph()).madds());
  }

  private Candidate tuned(Architecture architecture, Supernet supernet, long imagesSeen) {
    LayerGraph graph = LayerGraph.of(architecture);
    long steps = config.fineTuneSteps();
    Weights weights =
        training.trainShortly(
            graph,
            supernet.extract(architecture),
            config.recipe(),
            steps,
            // One seed for all: they see the same images in the same order.
            Seeds.derive(seed, "search/finalists"));
    return new Candidate(
        architecture,
        weights,
        training.validationAccuracy(graph, weights),
        imagesSeen + steps * config.recipe().batchSize());
  }
}
