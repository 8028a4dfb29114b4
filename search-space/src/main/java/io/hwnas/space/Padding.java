package io.hwnas.space;

/** How a convolution of odd kernel k is padded. */
public enum Padding {
  /** k/2 on every side, as PyTorch's implementations do. */
  SYMMETRIC("symmetric"),
  /** TensorFlow's "SAME": the output is ⌈size/stride⌉; an odd total puts the extra row below. */
  SAME("same");

  private final String label;

  Padding(String label) {
    this.label = label;
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
   * Returns the padding of one convolution along height and width alike.
   *
   * @param size input height or width in pixels
   * @param kernel kernel size, odd
   * @param stride stride
   * @return padding before (above, left) and after (below, right)
   */
  Pads along(int size, int kernel, int stride) {
    if (this == SYMMETRIC) {
      return new Pads(kernel / 2, kernel / 2);
    }
    int output = (size + stride - 1) / stride;
    int total = Math.max((output - 1) * stride + kernel - size, 0);
    return new Pads(total / 2, total - total / 2);
  }
}
