package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Named tensors that lie side by side in one, so that an optimiser works on all of them in a
 * handful of operations.
 *
 * <p>Tensors of four dimensions are laid out channels-last. Each begins on a cache line; the gaps
 * stay 0.
 */
final class FlatTensors implements AutoCloseable {
  private static final int FLOATS_PER_CACHE_LINE = 16;

  private final List<Parameter> parameters;
  private final NativeMemory memory = new NativeMemory();
  private final Tensor flat;
  private final Map<String, Tensor> views = new LinkedHashMap<>();

  /** Makes zeros for the given parameters, in this order. */
  FlatTensors(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    this.flat =
        NativeScope.compute(
            () -> memory.keep(torch.zeros(Math.max(1, paddedElements(parameters)))));
    NativeScope.run(this::divide);
  }

  private void divide() {
    long offset = 0;
    for (Parameter parameter : parameters) {
      long[] sizes = Tensors.longs(parameter.shape());
      Tensor view = flat.as_strided(sizes, strides(sizes), new LongOptional(offset));
      views.put(parameter.name(), memory.keep(view));
      offset += padded(parameter);
    }
  }

  /** Returns how many places the parameters take in the flat tensor, gaps included. */
  static long paddedElements(List<Parameter> parameters) {
    return parameters.stream().mapToLong(FlatTensors::padded).sum();
  }

  private static long padded(Parameter parameter) {
    long lines = (parameter.elements() + FLOATS_PER_CACHE_LINE - 1) / FLOATS_PER_CACHE_LINE;
    return lines * FLOATS_PER_CACHE_LINE;
  }

  /** Returns dense strides, channels-last for four dimensions. */
  private static long[] strides(long[] sizes) {
    if (sizes.length == 4) {
      return new long[] {sizes[1] * sizes[2] * sizes[3], 1, sizes[1] * sizes[3], sizes[1]};
    }
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes[i];
    }
    return strides;
  }

  /** Returns everything as one vector. */
  Tensor flat() {
    return flat;
  }

  /** Returns a view of one tensor in place. */
  Tensor get(String name) {
    Tensor view = views.get(name);
    if (view == null) {
      throw new IllegalArgumentException("no tensor '" + name + "'");
    }
    return view;
  }

  boolean contains(String name) {
    return views.containsKey(name);
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** Overwrites all tensors, each with what the function gives for its name. */
  void fill(Function<String, FloatTensor> values) {
    views.forEach((name, view) -> Tensors.fill(view, values.apply(name)));
  }

  /** Adds a copy of every tensor to a map, each under its name behind a prefix. */
  void readInto(Map<String, FloatTensor> target, String prefix) {
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      target.put(prefix + name, Tensors.read(views.get(name)));
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
