package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fine-tunes the proposals of a step for a share of their steps, and finds those that cannot win.
 *
 * @param rule when that is
 * @param scan knows what proposals cost
 * @param scoring scores proposals
 * @param weights cuts and fine-tunes
 */
record EarlyStopping(EarlyStop rule, ProposalScan scan, Scoring scoring, VariantWeights weights) {
  /** What is added to a proposal's key for its accuracy there. */
  private static final String EARLY = "/early";

  /**
   * What became of proposals on their way.
   *
   * @param accuracies of those that came so far
   * @param failures one line on each of the others
   */
  record Outcome(Map<Variant, Double> accuracies, Map<Variant, String> failures) {}

  /** Fine-tunes them so far and scores them; each is told of before it is waited for. */
  Outcome run(List<Variant> proposals, Consumer<Variant> listener) {
    Workers.Round<Double> scores = scoring.round(proposals, EARLY, this::score);
    Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Variant proposal : proposals) {
      listener.accept(proposal);
      Scoring.Score score = scoring.take(key(proposal) + EARLY, () -> scores.take(proposal));
      score.accuracy().ifPresent(accuracy -> outcome.accuracies().put(proposal, accuracy));
      score.failure().ifPresent(cause -> outcome.failures().put(proposal, cause));
    }
    return outcome;
  }

  private Supplier<Double> score(Variant proposal) {
    LayerGraph graph = proposal.graph();
    Supplier<Weights> training = weights.earlyTuning(proposal, rule.share());
    return () -> scoring.score(graph, training.get());
  }

  /** Returns those that cannot win, in their order. */
  List<Variant> losers(Visit<Variant> from, Map<Variant, Double> early, Merit merit) {
    double best =
        early.entrySet().stream()
            .mapToDouble(one -> merit(from, one.getKey(), one.getValue(), merit))
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    return early.entrySet().stream()
        .filter(one -> merit(from, one.getKey(), one.getValue() + rule.margin(), merit) < best)
        .map(Map.Entry::getKey)
        .toList();
  }

  private double merit(Visit<Variant> from, Variant proposal, double accuracy, Merit merit) {
    return merit.of(accuracy - from.accuracy(), from.cost() - scan.cost(proposal));
  }
}
