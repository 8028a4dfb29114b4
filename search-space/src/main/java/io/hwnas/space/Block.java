package io.hwnas.space;

/** One block of the body of a network. */
public sealed interface Block permits DepthwiseSeparable, InvertedResidual, PlainConvolution {
  /**
   * Returns the kernel size of the depthwise convolution.
   *
   * @return the kernel size, odd
   */
  int kernel();

  /**
   * Returns the stride of the depthwise convolution.
   *
   * @return the stride
   */
  int stride();

  /**
   * Returns the channels out.
   *
   * @return the channels out
   */
  int outputChannels();

  /**
   * Tells whether the input is added to the output.
   *
   * @return whether the block has a residual connection
   */
  boolean residual();
}
