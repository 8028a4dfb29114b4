package io.hwnas.evaluator;

import io.hwnas.space.Architecture;

/** Answers how accurate an architecture is, or would be. */
public interface AccuracyEvaluator {
  /**
   * Returns the accuracy.
   *
   * @param architecture the architecture
   * @return top-1 on the validation images, a fraction
   */
  double accuracy(Architecture architecture);
}
