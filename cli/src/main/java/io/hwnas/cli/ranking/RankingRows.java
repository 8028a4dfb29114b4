package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.config.RankingConfig.Evaluator;
import io.hwnas.evaluator.CapacityCredit;
import io.hwnas.evaluator.predictor.PairwiseRidge;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.List;

/**
 * Holds orders against the true one, of scores that are all journalled.
 *
 * @param config what is compared
 * @param space the networks' space
 * @param networks the networks with their true accuracies
 * @param journalled the scores
 */
record RankingRows(
    RankingConfig config, SearchSpace space, RankedNetworks networks, JournalledScores journalled) {
  RankingResult.Row row(RankingConfig.Order order) {
    List<List<Double>> each = order.scorers().stream().map(this::scores).toList();
    List<Double> scores = each.size() == 1 ? each.get(0) : MeanRanks.of(each);
    List<Evaluator> asked = EvaluatorSources.of(order);
    return new RankingResult.Row(
        order.label(),
        scores,
        RankCorrelation.of(
            scores,
            networks.truth(),
            config.resamples(),
            Seeds.of(config.seed(), "ranking/bootstrap")),
        asked.stream()
            .map(journalled::training)
            .reduce(ReadyEvaluator.Training.NONE, ReadyEvaluator.Training::plus),
        asked.stream().mapToDouble(this::seconds).sum());
  }

  private List<Double> scores(RankingConfig.Scorer scorer) {
    List<Double> scores =
        networks.vectors().stream().map(network -> score(scorer.evaluator(), network)).toList();
    return scorer.smoothed()
        ? PairwiseRidge.fit(space, networks.vectors(), scores).fitted()
        : scores;
  }

  private double score(Evaluator evaluator, DecisionVector network) {
    JournalledScores.Entry entry = journalled.entry(EvaluatorSources.of(evaluator), network);
    return switch (evaluator) {
      case SUPERNET_LOSS -> -entry.crossEntropy().orElseThrow();
      case SUPERNET_CAPACITY ->
          new CapacityCredit(ignored -> entry.score(), config.capacityWeight())
              .accuracy(space.decode(network));
      default -> entry.score();
    };
  }

  private double seconds(Evaluator evaluator) {
    double seconds = 0;
    for (DecisionVector network : networks.vectors()) {
      seconds += journalled.entry(evaluator, network).seconds();
    }
    return seconds;
  }
}
