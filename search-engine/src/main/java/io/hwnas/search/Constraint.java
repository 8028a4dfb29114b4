package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.space.InvalidInputException;

/**
 * A hard limit: no network beyond it is a result.
 *
 * @param objective name of the objective it limits
 * @param bound the last value allowed, in the objective's unit
 * @param side which values are beyond it
 */
public record Constraint(String objective, double bound, Side side) {
  /** Which values are beyond a bound. */
  public enum Side {
    /** Worse ones: a budget, where less is better. */
    WORSE,
    /** Better ones, which keeps a search near a budget. */
    BETTER
  }

  /** Checks that the bound is a number. */
  public Constraint {
    if (!Double.isFinite(bound)) {
      throw new InvalidInputException(
          "the bound of %s must be a number, not %s".formatted(objective, bound));
    }
  }

  /**
   * Limits an objective to values no worse than a bound.
   *
   * @param objective its name
   * @param bound the worst value allowed: the greatest where less is better (a budget)
   */
  public Constraint(String objective, double bound) {
    this(objective, bound, Side.WORSE);
  }

  /** Tells whether a value is beyond, for an objective of the direction given. */
  boolean excludes(Direction direction, double value) {
    return switch (side) {
      case WORSE -> direction.better(bound, value);
      case BETTER -> direction.better(value, bound);
    };
  }
}
