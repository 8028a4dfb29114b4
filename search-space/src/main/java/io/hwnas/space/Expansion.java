package io.hwnas.space;

/**
 * How wide a space makes the depthwise stage of a block: a ratio of the input's channels, or a
 * number of channels.
 *
 * @param ofInput whether the value is a ratio
 * @param value the ratio or the number of channels
 */
record Expansion(boolean ofInput, double value) {
  /** Channel counts are rounded to multiples of this, as throughout the MobileNet line. */
  private static final int DIVISOR = 8;

  static Expansion ratio(double ratio) {
    return new Expansion(true, ratio);
  }

  static Expansion fixed(int channels) {
    return new Expansion(false, channels);
  }

  /** Returns the channels of the depthwise stage. */
  int channels(int input) {
    return ofInput ? ChannelRounding.makeDivisible(input * value, DIVISOR) : (int) value;
  }

  /** Returns the choice under a width multiplier; a ratio follows the input. */
  Expansion scaled(double alpha) {
    return ofInput ? this : fixed(ChannelRounding.makeDivisible(value * alpha, DIVISOR));
  }

  @Override
  public String toString() {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
