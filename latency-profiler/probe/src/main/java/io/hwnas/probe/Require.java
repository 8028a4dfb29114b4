package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;

/** Argument checks that name the value. */
public final class Require {
  private Require() {}

  /**
   * Checks that a count is not too small.
   *
   * @param name what it is called
   * @param value the count
   * @param minimum the least allowed
   * @throws InvalidInputException if it is not so
   */
  public static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new InvalidInputException(
          "%s must be at least %d, not %d".formatted(name, minimum, value));
    }
  }

  /**
   * Checks that a figure is finite and not negative.
   *
   * @param name what it is called
   * @param value the figure
   * @throws InvalidInputException if it is not so
   */
  public static void notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new InvalidInputException("%s must not be negative, but is %s".formatted(name, value));
    }
  }

  /**
   * Checks that a figure is finite.
   *
   * @param name what it is called
   * @param value the figure
   * @throws InvalidInputException if it is not so
   */
  public static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException("%s must be finite, not %s".formatted(name, value));
    }
  }

  /**
   * Checks that a figure is finite and positive.
   *
   * @param name what it is called
   * @param value the figure
   * @throws InvalidInputException if it is not so
   */
  public static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new InvalidInputException("%s must be positive, not %s".formatted(name, value));
    }
  }
}
