package io.hwnas.cli.ranking;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/** Joins several scores of the same networks, whose scales have nothing in common. */
final class MeanRanks {
  private MeanRanks() {}

  /**
   * Computes the mean of each network's ranks.
   *
   * @param scores scores of the networks by each evaluator; at least 2 networks
   * @return for each network the mean of its ranks, each from 0, the least score, to 1; equal
   *     scores share the mean of their ranks
   */
  static List<Double> of(List<List<Double>> scores) {
    List<double[]> ranks = scores.stream().map(MeanRanks::ranks).toList();
    return IntStream.range(0, scores.get(0).size())
        .mapToObj(i -> ranks.stream().mapToDouble(each -> each[i]).average().orElseThrow())
        .toList();
  }

  private static double[] ranks(List<Double> scores) {
    double[] ranks =
        new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE)
            .rank(scores.stream().mapToDouble(Double::doubleValue).toArray());
    return IntStream.range(0, ranks.length)
        .mapToDouble(i -> (ranks[i] - 1) / (ranks.length - 1))
        .toArray();
  }
}
