package io.hwnas.space;

import java.util.List;

/**
 * One named array of a network's weights.
 *
 * @param name the name in safetensors, libtorch and ONNX alike
 * @param role what it is
 * @param axes its dimensions in order
 */
public record Parameter(String name, Role role, List<Axis> axes) {
  /** What a parameter is. */
  public enum Role {
    /** Weight of a convolution [out, in/groups, k, k] or of a fully connected layer [out, in]. */
    WEIGHT,
    /** Bias [out]. */
    BIAS,
    /** Batch norm's γ. */
    SCALE,
    /** Batch norm's β. */
    SHIFT,
    /** Batch norm's running mean; not trained by gradient. */
    RUNNING_MEAN,
    /** Batch norm's running variance; not trained by gradient. */
    RUNNING_VARIANCE;

    /**
     * Tells whether gradient descent trains it; the counts of published tables count only these.
     *
     * @return whether gradient descent trains it
     */
    public boolean trained() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }

  /**
   * One dimension of a parameter.
   *
   * @param size its length
   * @param group id of the {@link ChannelGroup} whose channels it runs over; {@link #KERNEL} for a
   *     kernel's rows and columns, {@link #SINGLE} for the one input channel of a depthwise filter
   */
  public record Axis(int size, String group) {
    /** Group of an axis over a kernel's rows or columns. */
    public static final String KERNEL = "kernel";

    /** Group of an axis of length 1 that no channel choice changes. */
    public static final String SINGLE = "single";
  }

  /** Copies the list. */
  public Parameter {
    axes = List.copyOf(axes);
  }

  /**
   * Returns the shape.
   *
   * @return the lengths of the axes
   */
  public List<Integer> shape() {
    return axes.stream().map(Axis::size).toList();
  }

  /**
   * Returns the number of values.
   *
   * @return the number of values
   */
  public long elements() {
    return axes.stream().mapToLong(Axis::size).reduce(1, Math::multiplyExact);
  }
}
