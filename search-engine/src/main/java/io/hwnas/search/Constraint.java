package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.space.InvalidInputException;

/**
 * A hard limit: no network beyond it is a result.
 *
 * @param objective name of the objective it limits
 * @param bound the last value allowed, in the objective's unit
 * @param side which values are beyond it
 * @param label what the bound is called where it is refused, such as the key it was given under
 */
public record Constraint(String objective, double bound, Side side, String label) {
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

  /**
   * Limits an objective on one side.
   *
   * @param objective its name
   * @param bound the last value allowed
   * @param side which values are beyond it
   */
  public Constraint(String objective, double bound, Side side) {
    this(objective, bound, side, "the bound on " + objective);
  }

  /**
   * Returns the limit under the name that the user knows it by.
   *
   * @param name such as the key it was given under
   * @return the same limit
   */
  public Constraint labelled(String name) {
    return new Constraint(objective, bound, side, name);
  }

  /** Tells whether a value is beyond, for an objective of the direction given. */
  boolean excludes(Direction direction, double value) {
    return switch (side) {
      case WORSE -> direction.better(bound, value);
      case BETTER -> direction.better(value, bound);
    };
  }
}
