package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fine-tunes the proposals of a step for a share of their steps, and finds those that cannot win.
 *
 * @param rule when that is
 * @param accuracy scores proposals
 * @param scan knows what proposals cost
 * @param store journals each accuracy before it is compared
 * @param weights cuts and fine-tunes
 * @param workers works on several at once
 */
record EarlyStopping(
    EarlyStop rule,
    ValidationAccuracy accuracy,
    ProposalScan scan,
    AdaptationStore store,
    VariantWeights weights,
    Workers workers) {
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
    Workers.Round<Double> scores = workers.round(store.unknown(proposals, EARLY), this::score);
    Outcome outcome = new Outcome(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Variant proposal : proposals) {
      listener.accept(proposal);
      run(proposal, scores, outcome);
    }
    return outcome;
  }

  private void run(Variant proposal, Workers.Round<Double> scores, Outcome outcome) {
    String key = key(proposal) + EARLY;
    double measured = Double.NaN;
    if (!store.knows(key)) {
      try {
        measured = scores.take(proposal);
      } catch (InvalidInputException | UncheckedIOException | UnsupportedOperationException e) {
        throw e;
      } catch (RuntimeException e) {
        outcome.failures().put(proposal, Tuning.oneLine(e));
        return;
      }
    }
    double fresh = measured;
    outcome.accuracies().put(proposal, store.recallOrRecordAccuracy(key, () -> fresh));
  }

  private Supplier<Double> score(Variant proposal) {
    LayerGraph graph = proposal.graph();
    Supplier<Weights> training = weights.earlyTuning(proposal, rule.share());
    return () -> Tuning.finite(accuracy.of(graph, training.get()));
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
