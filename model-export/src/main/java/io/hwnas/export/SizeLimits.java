package io.hwnas.export;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.Parameter.Role;
import java.util.Locale;
import java.util.Optional;

/** How large networks may be. */
final class SizeLimits {
  /** Protobuf's limit of 2 GiB, less room for nodes and names. */
  private static final long ONNX_WEIGHT_BYTES = (1L << 31) - (16 << 20);

  /** The longest array that every Java virtual machine makes. */
  private static final int TENSOR_VALUES = Integer.MAX_VALUE - 8;

  private SizeLimits() {}

  /** Refuses a network whose weights, batch norms folded, are too large for an ONNX file. */
  static void requireFitsOnnx(LayerGraph graph) {
    long bytes = 0;
    Optional<Parameter> largest = Optional.empty();
    for (Parameter parameter : graph.parameters()) {
      if (isWritten(parameter.role())) {
        bytes = Math.addExact(bytes, Math.multiplyExact(parameter.elements(), Float.BYTES));
        largest = Optional.of(larger(largest, parameter));
      }
    }
    if (bytes > ONNX_WEIGHT_BYTES) {
      throw new InvalidInputException(
          "%s: its weights take %s, where an ONNX file (protobuf) holds at most 2; the largest is %s;"
                  .formatted(graph.name(), gibibytes(bytes), named(largest.orElseThrow()))
              + " choose a smaller width");
    }
  }

  /** A folded batch norm leaves one value a channel, the bias. */
  private static boolean isWritten(Role role) {
    return role == Role.WEIGHT || role == Role.BIAS || role == Role.SHIFT;
  }

  private static Parameter larger(Optional<Parameter> largest, Parameter parameter) {
    return largest.filter(known -> known.elements() >= parameter.elements()).orElse(parameter);
  }

  /** Refuses a network of a tensor that has more values than an array. */
  static void requireArrays(LayerGraph graph) {
    for (Parameter parameter : graph.parameters()) {
      if (parameter.elements() > TENSOR_VALUES) {
        throw new InvalidInputException(
            "%s: %s takes %s, where one tensor of hwnas holds at most 8 GiB; choose a smaller width"
                    .formatted(
                        graph.name(),
                        named(parameter),
                        gibibytes(parameter.elements() * Float.BYTES))
                + " or kernel");
      }
    }
  }

  private static String named(Parameter parameter) {
    return "'%s' %s".formatted(parameter.name(), parameter.shape());
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / (1 << 30));
  }
}
