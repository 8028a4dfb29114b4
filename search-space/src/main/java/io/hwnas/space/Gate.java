package io.hwnas.space;

/** The gate of a squeeze-excite: what turns the excited vector into factors in [0, 1]. */
public enum Gate {
  /** ReLU6(x + 3)/6 (MobileNetV3, section 5.3). */
  HARD_SIGMOID("hard-sigmoid"),
  /** 1/(1 + e^-x) (MnasNet's released code). */
  SIGMOID("sigmoid");

  private final String label;

  Gate(String label) {
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
