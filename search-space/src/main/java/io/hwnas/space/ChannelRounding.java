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

  /**
   * Returns MobileNetV3's squeeze channels: a quarter of the expansion, rounded to 8 (section 5.3).
   *
   * @param expansion channels of the depthwise stage
   * @return the squeeze channels
   */
  public static int squeezeOfExpansion(int expansion) {
    return makeDivisible(expansion / 4.0, 8);
  }
}
