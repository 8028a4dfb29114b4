package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;

/**
 * Credits networks with their work: another evaluator's answer + weight · ln(MAdds).
 *
 * <p>Shared weights that were trained for a short time rank networks by how fast they learn; the
 * network that does more work is the better one in the end ({@code docs/decisions/0008}).
 *
 * @param base the other evaluator
 * @param weight accuracy for each e-fold of multiply-adds
 */
public record CapacityCredit(AccuracyEvaluator base, double weight) implements AccuracyEvaluator {
  /**
   * Checks the weight.
   *
   * @throws InvalidInputException if it is negative or not finite
   */
  public CapacityCredit {
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new InvalidInputException("capacity weight must not be negative, got " + weight);
    }
  }

  @Override
  public double accuracy(Architecture architecture) {
    long madds = Cost.of(LayerGraph.of(architecture)).madds();
    return base.accuracy(architecture) + weight * Math.log(madds);
  }
}
