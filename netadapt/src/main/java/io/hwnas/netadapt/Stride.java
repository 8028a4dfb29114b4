package io.hwnas.netadapt;

/**
 * How far and in which steps to go.
 *
 * @param budget the cost to end at or below
 * @param delta what a step must take off the cost
 * @param halvings how often the cut of a step is halved where no network can give it
 */
public record Stride(double budget, double delta, int halvings) {
  /** Checks the ranges. */
  public Stride {
    if (!(budget >= 0) || !(delta > 0) || halvings < 0) {
      throw new IllegalArgumentException(
          "budget %s, delta %s, %d halvings".formatted(budget, delta, halvings));
    }
  }
}
