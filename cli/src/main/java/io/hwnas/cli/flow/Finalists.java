package io.hwnas.cli.flow;

import io.hwnas.cli.config.FinalistsConfig;
import io.hwnas.evaluator.Supernet;
import io.hwnas.export.Weights;
import io.hwnas.results.Journal;
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
  /** What the names of the finalists' trainings begin with. */
  static final String NAME = "search-finalist-";

  private final FinalistsConfig config;
  private final NetworkTraining training;
  private final Journal journal;
  private final double capacityWeight;
  private final long seed;

  Finalists(RunContext context) {
    this.config = context.config().search().finalists();
    this.capacityWeight = context.config().search().capacityWeight();
    this.training = new NetworkTraining(context);
    this.journal = context.directory().journal();
    this.seed = context.config().seed();
  }

  /**
   * A finalist after its fine-tuning.
   *
   * @param place its place among the best by shared weights, from 1
   */
  private record Tuned(int place, Architecture architecture, double accuracy) {}

  /**
   * Returns the best after fine-tuning, the first of equals.
   *
   * <p>Each accuracy is journalled before it is compared. The best one's training is kept to its
   * last step, from which its weights come back, until {@link #forgetAll}.
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
    Tuned best = tuned(1, architectures.get(0), supernet);
    for (int i = 1; i < architectures.size(); i++) {
      progress.update(i, architectures.size(), "finalists");
      Tuned next = tuned(i + 1, architectures.get(i), supernet);
      boolean better = merit(next) > merit(best);
      training.forget(name(better ? best.place() : next.place()));
      best = better ? next : best;
    }
    progress.update(architectures.size(), architectures.size(), "finalists");
    return new Candidate(
        best.architecture(),
        weights(best.place(), best.architecture(), supernet),
        best.accuracy(),
        imagesSeen + (long) config.fineTuneSteps() * config.recipe().batchSize());
  }

  /** Removes the checkpoints that are left, once the winner is recorded. */
  void forgetAll() {
    for (int place = 1; place <= config.count(); place++) {
      training.forget(name(place));
    }
  }

  private double merit(Tuned finalist) {
    long madds = Cost.of(LayerGraph.of(finalist.architecture())).madds();
    return finalist.accuracy() + capacityWeight * Math.log(madds);
  }

  private Tuned tuned(int place, Architecture architecture, Supernet supernet) {
    double accuracy =
        journal
            .recallOrRecordNumbers(
                "search/finalist-" + place,
                () ->
                    List.of(
                        training.validationAccuracy(
                            LayerGraph.of(architecture), weights(place, architecture, supernet))))
            .get(0);
    return new Tuned(place, architecture, accuracy);
  }

  private Weights weights(int place, Architecture architecture, Supernet supernet) {
    return training.train(
        LayerGraph.of(architecture),
        supernet.extract(architecture),
        config.recipe(),
        config.fineTuneSteps(),
        // One seed for all: they see the same images in the same order.
        Seeds.derive(seed, "search/finalists"),
        name(place),
        ProgressListener.SILENT);
  }

  private static String name(int place) {
    return NAME + place;
  }
}
