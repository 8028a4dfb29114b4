package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has proposals worked on and scored, each accuracy journalled before it is compared, and tells one
 * that fails from what ends the run.
 *
 * @param accuracy scores networks
 * @param store journals accuracies
 * @param workers works on several proposals at once
 */
record Scoring(ValidationAccuracy accuracy, AdaptationStore store, Workers workers) {
  /** The accuracy of a proposal, or one line that says why it has none. */
  record Score(OptionalDouble accuracy, Optional<String> failure) {}

  /**
   * Announces proposals in the order that they will be asked for, those whose accuracy is
   * journalled left out.
   *
   * @param suffix what is added to their keys for that accuracy
   * @param prepare prepares the work on one, as {@link Workers#round} says
   */
  <T> Workers.Round<T> round(
      List<Variant> proposals, String suffix, Function<Variant, Supplier<T>> prepare) {
    return workers.round(store.unknown(proposals, suffix), prepare);
  }

  /**
   * Scores a network.
   *
   * @throws ProposalFailedException if that gives no finite accuracy
   */
  double score(LayerGraph graph, Weights weights) {
    double score = accuracy.of(graph, weights);
    if (!Double.isFinite(score)) {
      throw new ProposalFailedException("the validation accuracy is " + score);
    }
    return score;
  }

  /**
   * Takes the accuracy that is journalled, or has it measured and journalled.
   *
   * @param key where it is journalled
   * @param measure waits for it
   */
  Score take(String key, Supplier<Double> measure) {
    double measured = Double.NaN;
    if (!store.knows(key)) {
      try {
        measured = measure.get();
      } catch (ProposalFailedException e) {
        return new Score(OptionalDouble.empty(), Optional.of(oneLine(e)));
      }
    }
    double fresh = measured;
    return new Score(
        OptionalDouble.of(store.recallOrRecordAccuracy(key, () -> fresh)), Optional.empty());
  }

  private static String oneLine(ProposalFailedException failure) {
    return failure.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
