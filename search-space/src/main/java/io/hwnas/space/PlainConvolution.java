package io.hwnas.space;

import java.util.Optional;

/**
 * A full k×k convolution with batch norm and, if it has one, a nonlinearity.
 *
 * <p>MobileNetV1's full-convolution counterpart (Howard et al. 2017, table 4) is made of them with
 * k = 3; NAS-Bench-Macro's "identity" where a stage changes shape is one with k = 1 and no
 * nonlinearity.
 *
 * @param kernel kernel size, odd
 * @param stride stride
 * @param outputChannels channels out
 * @param nonlinearity nonlinearity after the batch norm, if any
 */
public record PlainConvolution(
    int kernel, int stride, int outputChannels, Optional<Nonlinearity> nonlinearity)
    implements Block {
  /** Checks the ranges. */
  public PlainConvolution {
    Checks.oddKernel(kernel);
    Checks.atLeast("stride", stride, 1);
    Checks.atLeast("output channels", outputChannels, 1);
  }

  @Override
  public boolean residual() {
    return false;
  }
}
