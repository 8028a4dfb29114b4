package io.hwnas.space;

/**
 * Zero padding of a square feature map.
 *
 * @param before rows above and columns to the left
 * @param after rows below and columns to the right
 */
public record Pads(int before, int after) {
  /** Checks that neither is negative. */
  public Pads {
    Checks.atLeast("padding", before, 0);
    Checks.atLeast("padding", after, 0);
  }

  /**
   * Tells whether both sides are equal.
   *
   * @return whether both sides are equal
   */
  public boolean symmetric() {
    return before == after;
  }
}
