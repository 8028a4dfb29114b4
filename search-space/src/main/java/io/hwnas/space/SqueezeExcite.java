package io.hwnas.space;

/**
 * A squeeze-excite between the depthwise stage and the projection.
 *
 * @param squeezeChannels channels of the squeezed vector
 * @param gate the gate that scales each channel
 */
public record SqueezeExcite(int squeezeChannels, Gate gate) {
  /** Checks that at least one channel is squeezed to. */
  public SqueezeExcite {
    Checks.atLeast("squeeze channels", squeezeChannels, 1);
  }
}
