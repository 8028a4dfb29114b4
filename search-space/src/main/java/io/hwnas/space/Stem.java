package io.hwnas.space;

/**
 * The first convolution, with batch norm and nonlinearity.
 *
 * @param kernel kernel size, odd
 * @param stride stride
 * @param outputChannels channels out
 * @param nonlinearity nonlinearity
 */
public record Stem(int kernel, int stride, int outputChannels, Nonlinearity nonlinearity) {
  /** Checks the ranges. */
  public Stem {
    Checks.oddKernel(kernel);
    Checks.atLeast("stem stride", stride, 1);
    Checks.atLeast("stem channels", outputChannels, 1);
  }

  /**
   * Returns the same stem with another number of channels.
   *
   * @param channels channels out
   * @return the changed stem
   */
  public Stem withOutputChannels(int channels) {
    return new Stem(kernel, stride, channels, nonlinearity);
  }
}
