package io.hwnas.space;

/**
 * The shape of an activation of one image, in the order of NCHW without N.
 *
 * @param channels channels
 * @param height rows
 * @param width columns
 */
public record TensorShape(int channels, int height, int width) {
  /** Checks that every dimension is positive. */
  public TensorShape {
    Checks.atLeast("channels", channels, 1);
    Checks.atLeast("height", height, 1);
    Checks.atLeast("width", width, 1);
  }

  /**
   * Returns the number of values.
   *
   * @return the number of values
   */
  public long elements() {
    return (long) channels * height * width;
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
