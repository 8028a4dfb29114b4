package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig.Evaluator;
import io.hwnas.results.Journal;
import io.hwnas.space.DecisionVector;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What evaluators said of networks, as a run's journal keeps it.
 *
 * @param journal the journal
 */
record JournalledScores(Journal journal) {
  private static final String TRAINED = "trained/";
  private static final String SCORE = "score/";

  /**
   * What an evaluator said of a network.
   *
   * @param score its score
   * @param seconds how long it took
   * @param crossEntropy of a supernet, on the same images
   */
  record Entry(double score, double seconds, Optional<Double> crossEntropy) {
    private static Entry of(List<Double> numbers) {
      return new Entry(numbers.get(0), numbers.get(1), numbers.stream().skip(2).findFirst());
    }

    private List<Double> numbers() {
      return crossEntropy
          .map(loss -> List.of(score, seconds, loss))
          .orElseGet(() -> List.of(score, seconds));
    }
  }

  /** Tells whether an evaluator's training and its score of every network are known. */
  boolean complete(Evaluator evaluator, List<DecisionVector> networks) {
    return journal.recall(TRAINED + evaluator.label()).isPresent()
        && networks.stream()
            .allMatch(network -> journal.recall(key(evaluator, network)).isPresent());
  }

  /** Keeps what training an evaluator took, where it is not known. */
  void keep(Evaluator evaluator, ReadyEvaluator.Training training) {
    journal.recallOrRecordNumbers(TRAINED + evaluator.label(), training::numbers);
  }

  /** Has a network scored and keeps what was said, where it is not known. */
  void keep(Evaluator evaluator, DecisionVector network, Supplier<Entry> scoring) {
    journal.recallOrRecordNumbers(key(evaluator, network), () -> scoring.get().numbers());
  }

  /** Recalls what training an evaluator took. */
  ReadyEvaluator.Training training(Evaluator evaluator) {
    return ReadyEvaluator.Training.of(
        journal.recallNumbers(TRAINED + evaluator.label()).orElseThrow());
  }

  /** Recalls what an evaluator said of a network. */
  Entry entry(Evaluator evaluator, DecisionVector network) {
    return Entry.of(journal.recallNumbers(key(evaluator, network)).orElseThrow());
  }

  private static String key(Evaluator evaluator, DecisionVector network) {
    return SCORE
        + evaluator.label()
        + "/"
        + network.choices().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
