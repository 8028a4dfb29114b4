package io.hwnas.latency;

import io.hwnas.probe.Quantiles;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's latency block by block beside its multiply-adds: what is slow for its work stands
 * out.
 *
 * <p>The trend is a power of the multiply-adds, {@code c·madds^p}, fitted in logarithms by the
 * median of the slopes between all pairs (Theil 1950 and Sen 1968), which up to a quarter of odd
 * blocks does not move.
 *
 * @param blocks the blocks in the order of the network
 */
public record BlockTrend(List<Block> blocks) {
  /** How many times the trend, or what part of it, is far from it. */
  public static final double FAR = 1.5;

  /** Fewest blocks that make a trend. */
  private static final int LEAST_BLOCKS = 4;

  /**
   * One block.
   *
   * @param id its id
   * @param madds its multiply-adds
   * @param millis its share of the network's latency, in milliseconds
   * @param trendMillis what the trend says of its multiply-adds, in milliseconds; its own latency
   *     where there are too few blocks for a trend
   */
  public record Block(String id, long madds, double millis, double trendMillis) {
    /**
     * Returns how far the block is from the trend.
     *
     * @return its latency over the trend's
     */
    public double ratio() {
      return millis / trendMillis;
    }

    /**
     * Tells whether the block is far slower or faster than others of as many multiply-adds.
     *
     * @return whether it is {@value BlockTrend#FAR} times the trend or less than the inverse of it
     */
    public boolean isFar() {
      return ratio() > FAR || ratio() < 1 / FAR;
    }
  }

  /** Copies the list. */
  public BlockTrend {
    blocks = List.copyOf(blocks);
  }

  /**
   * Predicts each block.
   *
   * @param graph the network
   * @param model the model, which must predict a block alone as its share of the network
   * @return the blocks and their trend
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of the blocks
   */
  public static BlockTrend of(LayerGraph graph, LatencyModel model) {
    List<Cost.OfBlock> costs = Cost.perBlock(graph);
    List<Double> logMadds = new ArrayList<>();
    List<Double> logMillis = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (Cost.OfBlock cost : costs) {
      millis.add(model.predict(graph.isolate(cost.block())).millis());
      if (cost.cost().madds() > 0) {
        logMadds.add(Math.log(cost.cost().madds()));
        logMillis.add(Math.log(millis.get(millis.size() - 1)));
      }
    }
    boolean enough = logMadds.size() >= LEAST_BLOCKS;
    double slope = enough ? slope(logMadds, logMillis) : 0;
    double intercept = enough ? intercept(logMadds, logMillis, slope) : 0;
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      long madds = costs.get(i).cost().madds();
      double trend =
          enough && madds > 0 ? Math.exp(intercept + slope * Math.log(madds)) : millis.get(i);
      blocks.add(new Block(costs.get(i).block().id(), madds, millis.get(i), trend));
    }
    return new BlockTrend(blocks);
  }

  private static double slope(List<Double> x, List<Double> y) {
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!x.get(i).equals(x.get(j))) {
          slopes.add((y.get(i) - y.get(j)) / (x.get(i) - x.get(j)));
        }
      }
    }
    return slopes.isEmpty() ? 0 : Quantiles.median(slopes);
  }

  private static double intercept(List<Double> x, List<Double> y, double slope) {
    List<Double> intercepts = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      intercepts.add(y.get(i) - slope * x.get(i));
    }
    return Quantiles.median(intercepts);
  }
}
