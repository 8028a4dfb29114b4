package io.hwnas.cli.flow;

import io.hwnas.evaluator.TaylorImportance;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.export.Weights;
import io.hwnas.netadapt.FilterImportance;
import io.hwnas.netadapt.FilterSelection;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.util.Optional;

/**
 * Chooses channels by first-order Taylor importance on the run's training images: the same images
 * for all networks, so that proposals of one network share its scores.
 */
final class TaylorSelection implements FilterSelection {
  private static final int BATCHES = 8;

  private final RunContext context;
  private Optional<Known> last = Optional.empty();

  /** What was measured for weights. */
  private record Known(Weights weights, FilterImportance importance) {}

  TaylorSelection(RunContext context) {
    this.context = context;
  }

  @Override
  public FilterImportance importance(LayerGraph graph, Weights weights, long seed) {
    // The weights of a network are one object while its proposals are cut from it.
    Optional<Known> known = last.filter(one -> one.weights() == weights);
    if (known.isEmpty()) {
      known = Optional.of(new Known(weights, measure(graph, weights)));
      last = known;
    }
    return known.get().importance();
  }

  private FilterImportance measure(LayerGraph graph, Weights weights) {
    DataSplit data = context.images().of(graph);
    TaylorImportance taylor =
        new TaylorImportance(
            data.training(),
            data.normalisation(),
            context.config().netAdapt().recipe().batchSize(),
            BATCHES,
            Seeds.derive(context.config().seed(), "netadapt/taylor"),
            context.config().torch());
    return FilterImportance.ofScores(graph, taylor.of(graph, weights));
  }
}
