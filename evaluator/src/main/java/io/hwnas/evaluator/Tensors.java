package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Copies between arrays on the Java heap and libtorch's tensors. */
final class Tensors {
  private Tensors() {}

  /** Overwrites a tensor of any strides with values in row-major order; records no gradient. */
  static void fill(Tensor target, FloatTensor values) {
    NativeScope.runWithoutGradients(
        () -> {
          FloatBuffer buffer = values.buffer();
          FloatPointer pointer = new FloatPointer(buffer.remaining());
          pointer.asBuffer().put(buffer);
          target.copy_(torch.from_blob(pointer, longs(values.shape())));
        });
  }

  /** Copies a tensor of any strides to the heap in row-major order. */
  static FloatTensor read(Tensor source) {
    return NativeScope.compute(
        () -> {
          Tensor dense = source.detach().contiguous();
          float[] values = new float[Math.toIntExact(dense.numel())];
          dense.data_ptr_float().get(values);
          List<Integer> shape = new ArrayList<>();
          for (int i = 0; i < dense.dim(); i++) {
            shape.add(Math.toIntExact(dense.size(i)));
          }
          return new FloatTensor(shape, values);
        });
  }

  static long[] longs(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
