package io.hwnas.evaluator.predictor;

import io.hwnas.space.DecisionVector;

/** Answers how accurate the network of a decision vector is; safe for use by several threads. */
@FunctionalInterface
public interface AccuracyPredictor {
  /**
   * Returns the accuracy.
   *
   * @param decisions a canonical vector of the predictor's space
   * @return top-1, a fraction
   * @throws io.hwnas.space.InvalidInputException if it has no answer for that network
   */
  double accuracy(DecisionVector decisions);
}
