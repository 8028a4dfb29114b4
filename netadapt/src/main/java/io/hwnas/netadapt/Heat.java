package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Fine-tunes the proposals of a step for a part of their way, and finds those that cannot win.
 *
 * @param rule when that is
 * @param accuracy scores proposals
 * @param store journals each accuracy before it is compared
 * @param weights cuts and fine-tunes
 * @param workers works on several at once
 */
record Heat(
    EarlyStop rule,
    ValidationAccuracy accuracy,
    AdaptationStore store,
    VariantWeights weights,
    Workers workers) {
  /** What is added to a proposal's key for its accuracy in the heat. */
  private static final String EARLY = "/early";

  /**
   * Returns the accuracies of proposals after a part of their fine-tuning; one that fails has none,
   * and fails again where it goes on.
   */
  Map<Variant, Double> run(List<Variant> proposals) {
    List<Variant> unknown =
        proposals.stream().filter(proposal -> !store.knows(key(proposal) + EARLY)).toList();
    Workers.Round<Double> scores = workers.round(unknown, this::score);
    Map<Variant, Double> early = new LinkedHashMap<>();
    for (Variant proposal : proposals) {
      try {
        early.put(
            proposal,
            store.recallOrRecordAccuracy(key(proposal) + EARLY, () -> scores.take(proposal)));
      } catch (InvalidInputException | UncheckedIOException e) {
        throw e;
      } catch (RuntimeException e) {
        // Whoever fine-tunes it to the end hears of this again, and says so.
        continue;
      }
    }
    return early;
  }

  private Supplier<Double> score(Variant proposal) {
    LayerGraph graph = proposal.graph();
    Supplier<Weights> training = weights.earlyTuning(proposal, rule.share());
    return () -> Tuning.finite(accuracy.of(graph, training.get()));
  }

  /** Returns those of a heat that cannot win, in their order. */
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

  private static double merit(Visit<Variant> from, Variant proposal, double accuracy, Merit merit) {
    return merit.of(accuracy - from.accuracy(), from.cost() - proposal.latencyMillis());
  }
}
