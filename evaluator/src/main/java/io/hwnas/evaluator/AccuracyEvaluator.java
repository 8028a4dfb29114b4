package io.hwnas.evaluator;

import io.hwnas.space.Architecture;

/**
 * Answers how accurate an architecture is, or would be, or how it compares with others.
 *
 * <p>An architecture's answer is the same whatever was asked before.
 */
public interface AccuracyEvaluator {
  /**
   * Returns the accuracy.
   *
   * @param architecture the architecture
   * @return top-1 on the validation images, a fraction; of an evaluator that only ranks, a finite
   *     score that is greater for better ones
   */
  double accuracy(Architecture architecture);
}
