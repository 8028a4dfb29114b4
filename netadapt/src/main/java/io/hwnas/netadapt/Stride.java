package io.hwnas.netadapt;

/**
 * How far and in which steps to go.
 *
 * @param budget the cost to end at or below
 * @param delta what a step must take off the cost
 * @param decay what each step must take off as a share of what the one before had to: 1 for the
 *     same
 * @param halvings how often the cut of a step is halved where no network can give it
 */
public record Stride(double budget, double delta, double decay, int halvings) {
  /** Checks the ranges. */
  public Stride {
    if (!(budget >= 0) || !(delta > 0) || !(decay > 0 && decay <= 1) || halvings < 0) {
      throw new IllegalArgumentException(
          "budget %s, delta %s, decay %s, %d halvings".formatted(budget, delta, decay, halvings));
    }
  }

  /**
   * Returns a stride of equal steps.
   *
   * @param budget the cost to end at or below
   * @param delta what a step must take off the cost
   * @param halvings how often the cut of a step is halved where no network can give it
   * @return the stride
   */
  public static Stride even(double budget, double delta, int halvings) {
    return new Stride(budget, delta, 1, halvings);
  }
}
