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
 * @param largestFirst for which share of the training, at its beginning, only the largest learns,
 *     whose channels are then put in the order of their importance (Cai et al. 2020, "Once for
 *     all", section 3.3); 0 for none
 */
public record SubnetSampling(
    boolean largest, boolean smallest, int random, boolean even, double largestFirst) {
  /** One random subnet a step (Guo et al. 2020, "Single path one-shot"). */
  public static final SubnetSampling SINGLE_PATH = new SubnetSampling(false, false, 1, false, 0);

  /** The sandwich rule with two random subnets (Yu and Huang 2019, "Slimmable", section 3.2). */
  public static final SubnetSampling SANDWICH = new SubnetSampling(true, true, 2, false, 0);

  /**
   * Checks that some subnet learns.
   *
   * @throws InvalidInputException if none does, or the share is outside [0, 1)
   */
  public SubnetSampling {
    if (random < 0 || (!largest && !smallest && random == 0)) {
      throw new InvalidInputException(
          "at least one subnet must learn in each step, got %d random ones".formatted(random));
    }
    if (!(largestFirst >= 0 && largestFirst < 1)) {
      throw new InvalidInputException(
          "the largest network can learn alone for a share of 0 or more and below 1, got "
              + largestFirst);
    }
  }

  /**
   * Returns the number of subnets a step, where not the largest learns alone.
   *
   * @return at least 1
   */
  public int size() {
    return (largest ? 1 : 0) + (smallest ? 1 : 0) + random;
  }

  /**
   * Names this in checkpoints; none of the largest alone is not named, as it once was not there.
   */
  String identity() {
    return "SubnetSampling[largest=%s, smallest=%s, random=%d, even=%s]"
            .formatted(largest, smallest, random, even)
        + (largestFirst > 0 ? " largest first " + largestFirst : "");
  }
}
