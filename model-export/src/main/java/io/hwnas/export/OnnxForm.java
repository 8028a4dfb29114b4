package io.hwnas.export;

import java.util.OptionalInt;

/**
 * The choices ONNX leaves open for one and the same network.
 *
 * @param hardSwish how h-swish is written
 * @param linear how a fully connected layer is written
 * @param batch images in a batch; empty for a batch of any size, with the dimension named {@code
 *     batch}
 */
public record OnnxForm(HardSwishForm hardSwish, LinearForm linear, OptionalInt batch) {
  /** The {@code HardSwish} operator, {@code Gemm}, one image a batch. */
  public static final OnnxForm DEFAULT =
      new OnnxForm(HardSwishForm.OPERATOR, LinearForm.GEMM, OptionalInt.of(1));

  /** How h-swish is written. */
  public enum HardSwishForm {
    /** One {@code HardSwish}. */
    OPERATOR,
    /** {@code HardSigmoid} and {@code Mul}, for runtimes that have no {@code HardSwish}. */
    HARD_SIGMOID_TIMES_INPUT
  }

  /** How a fully connected layer is written. */
  public enum LinearForm {
    /** {@code Flatten} before the first layer, then {@code Gemm}. */
    GEMM,
    /** 1×1 {@code Conv}, with {@code Flatten} after the last. */
    CONVOLUTION
  }

  /** Checks that a fixed batch is positive. */
  public OnnxForm {
    if (batch.isPresent() && batch.getAsInt() < 1) {
      throw new IllegalArgumentException("batch must be positive, not " + batch.getAsInt());
    }
  }

  /**
   * Returns this form with another fixed batch size.
   *
   * @param images images in a batch
   * @return the changed form
   * @throws IllegalArgumentException if {@code images} is not positive
   */
  public OnnxForm withBatch(int images) {
    return new OnnxForm(hardSwish, linear, OptionalInt.of(images));
  }

  /**
   * Returns this form for batches of any size.
   *
   * @return the changed form
   */
  public OnnxForm withAnyBatch() {
    return new OnnxForm(hardSwish, linear, OptionalInt.empty());
  }

  /**
   * Returns this form with another way of writing h-swish.
   *
   * @param form the way
   * @return the changed form
   */
  public OnnxForm withHardSwish(HardSwishForm form) {
    return new OnnxForm(form, linear, batch);
  }

  /**
   * Returns this form with another way of writing fully connected layers.
   *
   * @param form the way
   * @return the changed form
   */
  public OnnxForm withLinear(LinearForm form) {
    return new OnnxForm(hardSwish, form, batch);
  }
}
