package io.hwnas.space;

/**
 * A squeeze-excite between the depthwise stage and the projection.
 *
 * @param squeezeChannels channels of the squeezed vector
 * @param gate the gate that scales each channel
 * @param rule what the squeeze channels follow when other channels are resized
 */
public record SqueezeExcite(int squeezeChannels, Gate gate, SqueezeRule rule) {
  /** Checks that at least one channel is squeezed to. */
  public SqueezeExcite {
    Checks.atLeast("squeeze channels", squeezeChannels, 1);
  }

  /**
   * Creates one that follows MobileNetV3's rule.
   *
   * @param squeezeChannels channels of the squeezed vector
   * @param gate the gate that scales each channel
   */
  public SqueezeExcite(int squeezeChannels, Gate gate) {
    this(squeezeChannels, gate, SqueezeRule.ROUNDED_EXPANSION);
  }

  /**
   * Creates one whose squeeze channels a rule gives.
   *
   * @param rule the rule
   * @param gate the gate that scales each channel
   * @param input the block's input channels
   * @param depthwise channels of its depthwise stage
   * @return the squeeze-excite
   */
  public static SqueezeExcite of(SqueezeRule rule, Gate gate, int input, int depthwise) {
    return new SqueezeExcite(rule.squeeze(input, depthwise), gate, rule);
  }
}
