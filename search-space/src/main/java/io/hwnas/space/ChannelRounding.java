package io.hwnas.space;

/** The rounding of channel counts that the MobileNet line shares. */
public final class ChannelRounding {
  private ChannelRounding() {}

  /**
   * Rounds to the nearest multiple of a divisor, but never below the divisor nor below 90 % of the
   * value ({@code make_divisible} of TensorFlow's slim, {@code nets/mobilenet/mobilenet.py}).
   *
   * @param value channels before rounding
   * @param divisor what the result must be divisible by
   * @return the rounded channel count
   */
  public static int makeDivisible(double value, int divisor) {
    int rounded = Math.max(divisor, (int) (value + divisor / 2.0) / divisor * divisor);
    return rounded < 0.9 * value ? rounded + divisor : rounded;
  }
}
