package io.hwnas.space;

/** The nonlinearity after a convolution. */
public enum Nonlinearity {
  /** max(x, 0). */
  RELU("relu"),
  /** min(max(x, 0), 6) (MobileNetV2, section 3). */
  RELU6("relu6"),
  /** x·ReLU6(x + 3)/6 (MobileNetV3, section 5.2). */
  HSWISH("h-swish");

  private final String label;

  Nonlinearity(String label) {
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
}
