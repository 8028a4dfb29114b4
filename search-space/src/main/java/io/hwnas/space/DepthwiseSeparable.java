package io.hwnas.space;

/**
 * A depthwise separable convolution (MobileNetV1, section 3.1): depthwise k×k, batch norm,
 * nonlinearity, pointwise 1×1, batch norm, nonlinearity.
 *
 * @param kernel depthwise kernel size, odd
 * @param stride depthwise stride
 * @param outputChannels channels of the pointwise convolution
 * @param nonlinearity nonlinearity after both convolutions
 */
public record DepthwiseSeparable(
    int kernel, int stride, int outputChannels, Nonlinearity nonlinearity) implements Block {
  /** Checks the ranges. */
  public DepthwiseSeparable {
    Checks.oddKernel(kernel);
    Checks.atLeast("stride", stride, 1);
    Checks.atLeast("output channels", outputChannels, 1);
  }

  @Override
  public boolean residual() {
    return false;
  }
}
