package io.hwnas.space;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An inverted residual with linear bottleneck (MobileNetV2, section 3.4; squeeze-excite and
 * nonlinearity as in MobileNetV3, section 3): expansion 1×1, depthwise k×k, squeeze-excite,
 * projection 1×1.
 *
 * @param kernel depthwise kernel size, odd
 * @param stride depthwise stride
 * @param expansion channels of the depthwise stage; empty where the block has no expansion
 *     convolution and the depthwise stage works on the input's channels
 * @param outputChannels the bottleneck: channels of the linear projection
 * @param squeezeExcite the squeeze-excite, if any
 * @param nonlinearity nonlinearity after the expansion and after the depthwise convolution
 * @param residual whether the input is added to the output; needs stride 1 and equal widths
 */
public record InvertedResidual(
    int kernel,
    int stride,
    OptionalInt expansion,
    int outputChannels,
    Optional<SqueezeExcite> squeezeExcite,
    Nonlinearity nonlinearity,
    boolean residual)
    implements Block {
  /** Checks the ranges. */
  public InvertedResidual {
    Checks.oddKernel(kernel);
    Checks.atLeast("stride", stride, 1);
    Checks.atLeast("output channels", outputChannels, 1);
    if (expansion.isPresent()) {
      Checks.atLeast("expansion", expansion.getAsInt(), 1);
    }
    if (residual && stride != 1) {
      throw new InvalidInputException("a residual needs stride 1, not " + stride);
    }
  }
}
