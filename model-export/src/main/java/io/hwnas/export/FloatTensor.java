package io.hwnas.export;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable dense array of 32-bit floats in row-major order.
 *
 * <p>The values are copied in and out, so that nothing outside can change them; {@link #buffer()}
 * reads them without a copy.
 */
public final class FloatTensor {
  private final List<Integer> shape;
  private final float[] values;

  /**
   * Creates a tensor.
   *
   * @param shape length of each dimension, all positive; empty for a scalar
   * @param values the values in row-major order; copied
   * @throws IllegalArgumentException if a dimension is not positive, or if there are more or fewer
   *     values than the shape holds
   */
  public FloatTensor(List<Integer> shape, float[] values) {
    this(values.clone(), shape);
  }

  private FloatTensor(float[] owned, List<Integer> shape) {
    this.shape = List.copyOf(shape);
    this.values = owned;
    long elements = elements(this.shape);
    if (elements != owned.length) {
      throw new IllegalArgumentException(
          "shape %s holds %d values, not %d".formatted(this.shape, elements, owned.length));
    }
  }

  /**
   * Makes a tensor of an array that nobody else keeps, without a copy.
   *
   * @param shape length of each dimension
   * @param values the values, never changed afterwards
   * @return the tensor
   */
  static FloatTensor owning(List<Integer> shape, float[] values) {
    return new FloatTensor(values, shape);
  }

  /**
   * Creates a tensor of one repeated value.
   *
   * @param shape length of each dimension, all positive
   * @param value the value
   * @return the tensor
   * @throws IllegalArgumentException if a dimension is not positive or there are more values than
   *     an array holds
   */
  public static FloatTensor filled(List<Integer> shape, float value) {
    float[] values = new float[Math.toIntExact(elements(shape))];
    Arrays.fill(values, value);
    return owning(shape, values);
  }

  private static long elements(List<Integer> shape) {
    long elements = 1;
    for (int length : shape) {
      if (length < 1) {
        throw new IllegalArgumentException("a dimension must be positive, not " + length);
      }
      elements = Math.multiplyExact(elements, (long) length);
    }
    return elements;
  }

  /**
   * Returns the shape.
   *
   * @return the length of each dimension
   */
  public List<Integer> shape() {
    return shape;
  }

  /**
   * Returns the number of values.
   *
   * @return the number of values
   */
  public int size() {
    return values.length;
  }

  /**
   * Returns one value.
   *
   * @param index its place in row-major order
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public float get(int index) {
    return values[index];
  }

  /**
   * Returns all values as a new array; call it once, not in a loop.
   *
   * @return a copy of the values in row-major order
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * Returns a view of the values that cannot be written to.
   *
   * @return a read-only buffer over all values, its position at the first
   */
  public FloatBuffer buffer() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** Equal when the shapes are equal and every value has the same bits (all NaN being one). */
  @Override
  public boolean equals(Object other) {
    return other instanceof FloatTensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  /** Shows the shape alone. */
  @Override
  public String toString() {
    return "FloatTensor" + shape;
  }
}
