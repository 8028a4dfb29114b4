package io.hwnas.benchmarks;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph whose nodes are written anew, with the initializers that it had and others. */
final class GraphEditor {
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final GraphProto.Builder graph;

  GraphEditor(GraphProto old) {
    old.getInitializerList().forEach(one -> initializers.put(one.getName(), one));
    this.graph = old.toBuilder().clearNode().clearInitializer();
  }

  GraphProto build() {
    return graph.addAllInitializer(initializers.values()).build();
  }

  void add(NodeProto node) {
    graph.addNode(node);
  }

  /** An initializer of another's values, times a factor, and an offset. */
  String line(String of, String name, float slope, float offset) {
    float[] values = values(of);
    for (int i = 0; i < values.length; i++) {
      values[i] = slope * values[i] + offset;
    }
    long[] shape = initializers.get(of).getDimsList().stream().mapToLong(Long::longValue).toArray();
    return floats(name, values, shape);
  }

  float[] values(String initializer) {
    TensorProto tensor = initializers.get(initializer);
    float[] values = new float[tensor.getRawData().size() / Float.BYTES];
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  String scalar(float value) {
    return floats("scalar/" + value, new float[] {value});
  }

  String filled(String name, float value, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, value);
    return floats(name.formatted(shape[0]), values, shape);
  }

  String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  String shape(String name, long... lengths) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * lengths.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(lengths);
    return initializer(name, TensorProto.DataType.INT64, bytes, lengths.length);
  }

  private String initializer(
      String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    initializers.put(name, tensor.build());
    return name;
  }

  void clip(String name, String input, String output, float low, float high) {
    node(name, "Clip", List.of(input, scalar(low), scalar(high)), output);
  }

  void node(
      String name, String operator, List<String> inputs, String output, AttributeProto... values) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(values)));
  }
}
