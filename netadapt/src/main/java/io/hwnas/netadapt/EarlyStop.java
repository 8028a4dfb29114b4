package io.hwnas.netadapt;

import io.hwnas.space.InvalidInputException;

/**
 * When a proposal that cannot win is stopped: after a share of its fine-tuning it is scored, and
 * goes on only if so much more accuracy would give it the merit of the best at that point.
 *
 * @param share of the fine-tuning's steps, between 0 and 1
 * @param margin accuracy, a fraction, that a proposal is credited with in the comparison: by how
 *     much one may gain on another in the rest of its fine-tuning
 */
public record EarlyStop(double share, double margin) {
  /**
   * Checks the numbers.
   *
   * @throws InvalidInputException if the share is not between 0 and 1, or the margin not from 0 to
   *     1
   */
  public EarlyStop {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInputException("the share must be between 0 and 1, not " + share);
    }
    if (!(margin >= 0 && margin <= 1)) {
      throw new InvalidInputException("the margin must be from 0 to 1, not " + margin);
    }
  }
}
