package io.hwnas.search;

import io.hwnas.space.InvalidInputException;

/**
 * A hard limit: no network beyond it is a result.
 *
 * @param objective name of the objective it limits
 * @param bound the worst value allowed, in the objective's unit: the greatest where less is better
 *     (a budget), the least where more is better
 */
public record Constraint(String objective, double bound) {
  /** Checks that the bound is a number. */
  public Constraint {
    if (!Double.isFinite(bound)) {
      throw new InvalidInputException(
          "the bound of %s must be a number, not %s".formatted(objective, bound));
    }
  }
}
