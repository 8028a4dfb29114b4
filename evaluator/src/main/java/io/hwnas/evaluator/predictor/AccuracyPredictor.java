package io.hwnas.evaluator.predictor;

import io.hwnas.space.DecisionVector;
import java.util.List;

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

  /**
   * Returns the accuracies of several networks, each the same as alone.
   *
   * @param decisions canonical vectors of the predictor's space
   * @return [n], top-1 of each, a fraction
   * @throws io.hwnas.space.InvalidInputException if it has no answer for one of them
   */
  default double[] accuracies(List<DecisionVector> decisions) {
    return decisions.stream().mapToDouble(this::accuracy).toArray();
  }

  /**
   * Tells how far to trust an answer.
   *
   * @param decisions the vector that was asked about
   * @param accuracy the answer
   * @return one standard error of it, a fraction; 0 where that is unknown
   */
  default double standardError(DecisionVector decisions, double accuracy) {
    return 0;
  }

  /**
   * Tells how many networks are best asked about at once.
   *
   * @return the number; 1 where asking about several takes as long as asking one by one
   */
  default int atOnce() {
    return 1;
  }
}
