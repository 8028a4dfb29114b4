package io.hwnas.results;

/** Which way an objective gets better. */
public enum Direction {
  /** More is better, as of accuracy. */
  MAXIMISE,
  /** Less is better, as of latency. */
  MINIMISE;

  /**
   * Tells whether one value is strictly better than another.
   *
   * @param value the one
   * @param other the other
   * @return whether {@code value} is better
   */
  public boolean better(double value, double other) {
    return this == MAXIMISE ? value > other : value < other;
  }
}
