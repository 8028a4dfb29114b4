package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.space.InvalidInputException;

/**
 * A hard limit: no network beyond it is a result.
 *
 * @param objective name of the objective it limits
 * @param bound the last value allowed, in the objective's unit
 * @param side which values are beyond it
 * @param label what the bound is called where it is refused, such as the key it was given under
 * @param margin how many of its standard errors a value must be within the bound, at least 0; on
 *     the side {@link Side#WORSE} only
 */
public record Constraint(String objective, double bound, Side side, String label, double margin) {
  /** Which values are beyond a bound. */
  public enum Side {
    /** Worse ones: a budget, where less is better. */
    WORSE,
    /** Better ones, which keeps a search near a budget. */
    BETTER
  }

  /** Checks that the bound is a number and the margin not negative. */
  public Constraint {
    if (!Double.isFinite(bound)) {
      throw new InvalidInputException(
          "the bound of %s must be a number, not %s".formatted(objective, bound));
    }
    if (!(margin >= 0 && Double.isFinite(margin))) {
      throw new InvalidInputException(
          "the margin of %s must not be negative, but is %s".formatted(objective, margin));
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
    this(objective, bound, side, "the bound on " + objective, 0);
  }

  /**
   * Returns the limit under the name that the user knows it by.
   *
   * @param name such as the key it was given under
   * @return the same limit
   */
  public Constraint labelled(String name) {
    return new Constraint(objective, bound, side, name, margin);
  }

  /**
   * Returns the limit for values that must keep to it although they are uncertain.
   *
   * @param standardErrors how many of its standard errors a value must be within the bound, such as
   *     1.28 to be so nine times of ten
   * @return the same limit
   */
  public Constraint withMargin(double standardErrors) {
    return new Constraint(objective, bound, side, label, standardErrors);
  }

  /** Returns what is held against the bound: the score, worse by the margin. */
  double held(Direction direction, ObjectiveValue score) {
    if (side == Side.BETTER || margin == 0) {
      return score.value();
    }
    double worse = margin * score.uncertainty();
    return score.value() + (direction == Direction.MINIMISE ? worse : -worse);
  }

  /** Tells whether a score is beyond, for an objective of the direction given. */
  boolean excludes(Direction direction, ObjectiveValue score) {
    double value = held(direction, score);
    return switch (side) {
      case WORSE -> direction.better(bound, value);
      case BETTER -> direction.better(value, bound);
    };
  }

  /** Returns a score as a person reads it beside the bound, such as {@code 0.31 ms}. */
  String text(Objective of, ObjectiveValue score) {
    double held = held(of.direction(), score);
    return held == score.value()
        ? of.textBeside(held, bound)
        : "%s, with %.4g standard errors %s"
            .formatted(of.text(score.value()), margin, of.textBeside(held, bound));
  }

  /** Returns the bound as a person reads it beside a score that {@link #text} writes. */
  String boundText(Objective of, ObjectiveValue score) {
    return of.textBeside(bound, held(of.direction(), score));
  }
}
