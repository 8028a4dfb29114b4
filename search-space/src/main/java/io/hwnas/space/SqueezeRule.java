package io.hwnas.space;

/**
 * How many channels a squeeze-excite squeezes to: a quarter of what, rounded or not.
 *
 * <p>The paper of MobileNetV3 (section 5.3) takes the expansion, the one of MnasNet (section 4.1)
 * the block's input, and their released codes round the one and not the other.
 */
public enum SqueezeRule {
  /** A quarter of the depthwise stage's channels, rounded to 8 (TensorFlow slim's MobileNetV3). */
  ROUNDED_EXPANSION("rounded-expansion", false, true),
  /** A quarter of the depthwise stage's channels, rounded down. */
  EXPANSION("expansion", false, false),
  /** A quarter of the block's input channels, rounded to 8. */
  ROUNDED_INPUT("rounded-input", true, true),
  /** A quarter of the block's input channels, rounded down (MnasNet's released code). */
  INPUT("input", true, false);

  private static final int DIVISOR = 8;

  private final String label;
  private final boolean ofInput;
  private final boolean rounded;

  SqueezeRule(String label, boolean ofInput, boolean rounded) {
    this.label = label;
    this.ofInput = ofInput;
    this.rounded = rounded;
  }

  /**
   * Returns the name used in files.
   *
   * @return the name used in files
   */
  public String label() {
    return label;
  }

  /**
   * Tells whether the squeeze follows the block's input.
   *
   * @return false where it follows the depthwise stage
   */
  boolean followsInput() {
    return ofInput;
  }

  /**
   * Returns the squeeze channels of a block.
   *
   * @param input the block's input channels
   * @param depthwise channels of its depthwise stage
   * @return the squeeze channels, at least 1
   */
  public int squeeze(int input, int depthwise) {
    int channels = ofInput ? input : depthwise;
    return rounded
        ? ChannelRounding.makeDivisible(channels / 4.0, DIVISOR)
        : Math.max(1, channels / 4);
  }
}
