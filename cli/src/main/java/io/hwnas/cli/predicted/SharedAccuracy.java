package io.hwnas.cli.predicted;

import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.predictor.AccuracyPredictor;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;

/**
 * What a supernet says of the networks of its space.
 *
 * @param supernet is asked
 * @param space its space
 */
record SharedAccuracy(Supernet supernet, SearchSpace space) implements AccuracyPredictor {
  @Override
  public double accuracy(DecisionVector decisions) {
    return supernet.accuracy(space.decode(decisions));
  }

  /** The standard error of a share of as many images as each network is scored on. */
  @Override
  public double standardError(DecisionVector decisions, double accuracy) {
    return Math.sqrt(accuracy * (1 - accuracy) / supernet.scoredImages());
  }
}
