package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
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
   * @throws ArithmeticException if that gives no finite accuracy
   */
  double score(LayerGraph graph, Weights weights) {
    double score = accuracy.of(graph, weights);
    if (!Double.isFinite(score)) {
      throw new ArithmeticException("the validation accuracy is " + score);
    }
    return score;
  }

  /**
   * Takes the accuracy that is journalled, or has it measured and journalled.
   *
   * @param key where it is journalled
   * @param measure waits for it
   * @param endsRun which failures of that are thrown on, and not the proposal's own
   */
  Score take(String key, Supplier<Double> measure, Predicate<RuntimeException> endsRun) {
    double measured = Double.NaN;
    if (!store.knows(key)) {
      try {
        measured = measure.get();
      } catch (RuntimeException e) {
        if (endsRun.test(e)) {
          throw e;
        }
        return new Score(OptionalDouble.empty(), Optional.of(oneLine(e)));
      }
    }
    double fresh = measured;
    return new Score(
        OptionalDouble.of(store.recallOrRecordAccuracy(key, () -> fresh)), Optional.empty());
  }

  /** Tells bad input and failures of files from failures of a proposal. */
  static boolean endsRun(RuntimeException failure) {
    return failure instanceof InvalidInputException || failure instanceof UncheckedIOException;
  }

  private static String oneLine(RuntimeException failure) {
    return "%s: %s"
        .formatted(failure.getClass().getSimpleName(), failure.getMessage())
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
