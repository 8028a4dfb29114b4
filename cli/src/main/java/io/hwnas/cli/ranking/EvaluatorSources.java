package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.config.RankingConfig.Evaluator;
import java.util.List;

/** Knows which evaluators have scores of their own, and which are made of another's. */
final class EvaluatorSources {
  private EvaluatorSources() {}

  /** Returns the evaluator whose scores one is made of: itself, where they are its own. */
  static Evaluator of(Evaluator evaluator) {
    return switch (evaluator) {
      case SUPERNET_LOSS, SUPERNET_CAPACITY -> Evaluator.SUPERNET;
      default -> evaluator;
    };
  }

  /** Returns the different evaluators with scores of their own that an order is made of. */
  static List<Evaluator> of(RankingConfig.Order order) {
    return order.scorers().stream().map(scorer -> of(scorer.evaluator())).distinct().toList();
  }
}
