package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;

/**
 * Which subnets learn in each step; the gradient is the mean of theirs.
 *
 * @param largest whether the largest does
 * @param smallest whether the smallest does
 * @param random how many drawn at random do
 * @param even whether those are drawn together from all architectures alike, the choices of each
 *     decision as equally often as can be ({@link SearchSpace#sampleEvenly}), and not one by one
 */
public record SubnetSampling(boolean largest, boolean smallest, int random, boolean even) {
  /** One random subnet a step (Guo et al. 2020, "Single path one-shot"). */
  public static final SubnetSampling SINGLE_PATH = new SubnetSampling(false, false, 1, false);

  /** The sandwich rule with two random subnets (Yu and Huang 2019, "Slimmable", section 3.2). */
  public static final SubnetSampling SANDWICH = new SubnetSampling(true, true, 2, false);

  /**
   * Checks that some subnet learns.
   *
   * @throws InvalidInputException if none does
   */
  public SubnetSampling {
    if (random < 0 || (!largest && !smallest && random == 0)) {
      throw new InvalidInputException(
          "at least one subnet must learn in each step, got %d random ones".formatted(random));
    }
  }

  /**
   * Returns the number of subnets a step.
   *
   * @return at least 1
   */
  public int size() {
    return (largest ? 1 : 0) + (smallest ? 1 : 0) + random;
  }
}
