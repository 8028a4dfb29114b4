package io.hwnas.space;

/** Argument checks that name the value. */
final class Checks {
  private Checks() {}

  static int atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new InvalidInputException(
          "%s must be at least %d, not %d".formatted(name, minimum, value));
    }
    return value;
  }

  static int oddKernel(int kernel) {
    if (kernel < 1 || kernel % 2 == 0) {
      throw new InvalidInputException("kernel must be odd and positive, not " + kernel);
    }
    return kernel;
  }

  static double within(String name, double value, double minimum, double maximum) {
    if (!(value >= minimum && value <= maximum)) {
      throw new InvalidInputException(
          "%s must lie within %s and %s, not %s".formatted(name, minimum, maximum, value));
    }
    return value;
  }
}
