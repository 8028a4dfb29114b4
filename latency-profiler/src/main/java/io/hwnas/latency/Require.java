package io.hwnas.latency;

import io.hwnas.space.InvalidInputException;

/** Argument checks that name the value. */
final class Require {
  private Require() {}

  static void atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new InvalidInputException(
          "%s must be at least %d, not %d".formatted(name, minimum, value));
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new InvalidInputException("%s must not be negative, but is %s".formatted(name, value));
    }
  }

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException("%s must be finite, not %s".formatted(name, value));
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new InvalidInputException("%s must be positive, not %s".formatted(name, value));
    }
  }
}
