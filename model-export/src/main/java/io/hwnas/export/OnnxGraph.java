package io.hwnas.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** An ONNX graph under construction: nodes, initialisers, typed inputs and outputs. */
final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> initializers = new HashSet<>();

  OnnxGraph(String name, String docString) {
    graph.setName(name).setDocString(docString);
  }

  GraphProto build() {
    return graph.build();
  }

  /** Adds a node of one output and returns that output's name. */
  String node(
      String name, String operator, List<String> inputs, String output, AttributeProto... values) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(values)));
    return output;
  }

  /**
   * Adds a constant tensor and returns its name; a name given twice is added once.
   *
   * <p>It is not listed among the graph's inputs: ONNX Runtime would then have to expect another
   * value and drop its NCHWc kernels (onnxruntime issue 6148).
   */
  String initializer(String name, FloatTensor tensor) {
    if (initializers.add(name)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(tensor.buffer());
      TensorProto.Builder proto =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(TensorProto.DataType.FLOAT.getNumber())
              .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
      tensor.shape().forEach(proto::addDims);
      graph.addInitializer(proto);
    }
    return name;
  }

  void input(String name, OptionalInt batch, List<Integer> shape) {
    graph.addInput(value(name, batch, shape));
  }

  void output(String name, OptionalInt batch, List<Integer> shape) {
    graph.addOutput(value(name, batch, shape));
  }

  private static ValueInfoProto value(String name, OptionalInt batch, List<Integer> shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    if (batch.isPresent()) {
      dimensions.addDimBuilder().setDimValue(batch.getAsInt());
    } else {
      dimensions.addDimBuilder().setDimParam("batch");
    }
    shape.forEach(length -> dimensions.addDimBuilder().setDimValue(length));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
