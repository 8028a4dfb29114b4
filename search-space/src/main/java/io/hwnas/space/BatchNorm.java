package io.hwnas.space;

/**
 * The constants of every batch normalisation of a network.
 *
 * @param epsilon added to the variance
 * @param momentum weight of the newest batch in the running statistics (PyTorch's convention; 1
 *     minus TensorFlow's decay)
 */
public record BatchNorm(double epsilon, double momentum) {
  /** PyTorch's defaults. */
  public static final BatchNorm TORCH_DEFAULT = new BatchNorm(1e-5, 0.1);

  /** MobileNetV3's, as in torchvision, and MnasNet's, as released: ε 0.001, decay 0.99. */
  public static final BatchNorm MOBILENET_V3 = new BatchNorm(1e-3, 0.01);

  /** Checks the ranges. */
  public BatchNorm {
    Checks.within("batch-norm epsilon", epsilon, 1e-12, 1);
    Checks.within("batch-norm momentum", momentum, 0, 1);
  }
}
