package io.hwnas.export;

import java.util.OptionalInt;

/**
 * The choices ONNX leaves open for one and the same network.
 *
 * @param hardSwish how h-swish is written
 * @param linear how a fully connected layer is written
 * @param scale how a squeeze-excite's gate scales a feature map
 * @param batch images in a batch; empty for a batch of any size, with the dimension named {@code
 *     batch}
 */
public record OnnxForm(
    HardSwishForm hardSwish, LinearForm linear, ScaleForm scale, OptionalInt batch) {
  /**
   * h-swish as {@link HardSwishForm#HARD_SIGMOID_TIMES_INPUT}, {@code Conv} for fully connected
   * layers, {@link ScaleForm#RESIZED_GATE}, one image a batch: of the forms tried the fastest in
   * ONNX Runtime 1.29 ({@code docs/decisions/0019-exported-form.md}).
   *
   * <p>ONNX Runtime 1.29 runs the same kernels for either form of h-swish, but expands a {@code
   * HardSwish} into nodes of its own naming, which no longer tell their block to a profile.
   */
  public static final OnnxForm DEFAULT =
      new OnnxForm(
          HardSwishForm.HARD_SIGMOID_TIMES_INPUT,
          LinearForm.CONVOLUTION,
          ScaleForm.RESIZED_GATE,
          OptionalInt.of(1));

  /** How h-swish is written. */
  public enum HardSwishForm {
    /** One {@code HardSwish} node. */
    OPERATOR,
    /** {@code HardSigmoid}, named as the layer with {@code /gate}, and {@code Mul}. */
    HARD_SIGMOID_TIMES_INPUT
  }

  /** How a fully connected layer is written. */
  public enum LinearForm {
    /** {@code Flatten} before the first layer, then {@code Gemm}; for large batches. */
    GEMM,
    /**
     * 1×1 {@code Conv}, with {@code Flatten} after the last; with one image a batch ONNX Runtime
     * 1.29 runs it a little faster than {@code Gemm}, as its weights too are blocked for NCHWc.
     */
    CONVOLUTION
  }

  /** How a squeeze-excite's gate, [N, C, 1, 1], scales a feature map, [N, C, H, W]. */
  public enum ScaleForm {
    /** {@code Mul}, which broadcasts the gate. */
    BROADCAST,
    /**
     * {@code Resize} of the gate to the map's size, named as the layer with {@code /resized}, and
     * {@code Mul} of equal shapes: ONNX Runtime keeps these in its packed layout, while it unpacks
     * and packs the map around a product that broadcasts.
     */
    RESIZED_GATE
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
    return new OnnxForm(hardSwish, linear, scale, OptionalInt.of(images));
  }

  /**
   * Returns this form for batches of any size.
   *
   * @return the changed form
   */
  public OnnxForm withAnyBatch() {
    return new OnnxForm(hardSwish, linear, scale, OptionalInt.empty());
  }

  /**
   * Returns this form with another way of writing h-swish.
   *
   * @param form the way
   * @return the changed form
   */
  public OnnxForm withHardSwish(HardSwishForm form) {
    return new OnnxForm(form, linear, scale, batch);
  }

  /**
   * Returns this form with another way of writing fully connected layers.
   *
   * @param form the way
   * @return the changed form
   */
  public OnnxForm withLinear(LinearForm form) {
    return new OnnxForm(hardSwish, form, scale, batch);
  }

  /**
   * Returns this form with another way of scaling by a squeeze-excite's gate.
   *
   * @param form the way
   * @return the changed form
   */
  public OnnxForm withScale(ScaleForm form) {
    return new OnnxForm(hardSwish, linear, form, batch);
  }
}
