package io.hwnas.benchmarks;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.hwnas.benchmarks.GraphForm.GateForm;
import io.hwnas.benchmarks.GraphForm.HardSwish;
import io.hwnas.benchmarks.GraphForm.Pool;
import io.hwnas.benchmarks.GraphForm.ScaleForm;
import io.hwnas.benchmarks.GraphForm.Squeeze;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Weights;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an exported network in another form; used once. */
final class FormRewriter {
  private static final float SLOPE = 1 / 6f;
  private static final float OFFSET = 0.5f;

  private final GraphForm form;
  private final Map<String, Layer> layers = new HashMap<>();
  private final List<Layer> order;
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, NodeProto> writers = new HashMap<>();
  private final GraphProto.Builder graph;

  private FormRewriter(GraphForm form, LayerGraph network, GraphProto exported) {
    this.form = form;
    this.order = network.layers();
    order.forEach(layer -> layers.put(layer.name(), layer));
    exported.getInitializerList().forEach(one -> initializers.put(one.getName(), one));
    exported.getNodeList().forEach(node -> writers.put(node.getOutput(0), node));
    this.graph = exported.toBuilder().clearNode().clearInitializer();
  }

  /** The bytes of a network's file in a form. */
  static byte[] write(LayerGraph network, Weights weights, GraphForm form) {
    try {
      ModelProto model =
          ModelProto.parseFrom(OnnxWriter.toBytes(network, weights, form.exported()));
      FormRewriter rewriter = new FormRewriter(form, network, model.getGraph());
      return model.toBuilder()
          .setGraph(rewriter.rewritten(model.getGraph().getNodeList()))
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private GraphProto rewritten(List<NodeProto> nodes) {
    nodes.forEach(this::write);
    return graph.addAllInitializer(initializers.values()).build();
  }

  private void write(NodeProto node) {
    Layer layer = layers.get(node.getName());
    if (layer == null) {
      if (!isRewrittenSwish(node)) {
        graph.addNode(node);
      }
      return;
    }
    Operator operator = layer.operator();
    if (operator instanceof Operator.Activation activation
        && activation.nonlinearity() == Nonlinearity.HSWISH
        && form.hardSwish() != HardSwish.AS_EXPORTED) {
      hardSwish(node, layer);
    } else if (operator instanceof Operator.Gating gating
        && gating.gate() == Gate.HARD_SIGMOID
        && form.gate() == GateForm.CLIP) {
      clip(node.getName(), node.getInput(0), node.getOutput(0), 0, 1);
    } else if (operator instanceof Operator.Scale) {
      scale(node, layer);
    } else if (operator instanceof Operator.GlobalAveragePool && isSqueeze(layer)) {
      pool(node);
    } else if (operator instanceof Operator.Convolution && isSqueeze(layer)) {
      squeeze(node, layer);
    } else if (operator instanceof Operator.Convolution
        && form.scale() == ScaleForm.IN_WEIGHTS
        && isScaled(layer)) {
      scaledProjection(node);
    } else {
      graph.addNode(node);
    }
  }

  /** The exporter's HardSigmoid of an h-swish, in whose place another form is written. */
  private boolean isRewrittenSwish(NodeProto node) {
    return node.getName().endsWith("/gate") && form.hardSwish() != HardSwish.AS_EXPORTED;
  }

  private static boolean isSqueeze(Layer layer) {
    return layer.name().contains("/se/");
  }

  private boolean isScaled(Layer layer) {
    int input = layer.inputs().get(0);
    return input >= 0 && order.get(input).operator() instanceof Operator.Scale;
  }

  private void hardSwish(NodeProto mul, Layer layer) {
    String name = layer.name();
    String input = mul.getInput(0);
    String output = mul.getOutput(0);
    if (form.hardSwish() == HardSwish.CLIP) {
      node(name + "/plus", "Add", List.of(input, scalar(3)), name + "/plus");
      clip(name + "/gate", name + "/plus", name + "/gate", 0, 6);
      node(name + "/product", "Mul", List.of(input, name + "/gate"), name + "/product");
      node(name, "Mul", List.of(name + "/product", scalar(SLOPE)), output);
      return;
    }
    NodeProto producer = writers.get(input);
    if (form.hardSwish() == HardSwish.CONVOLVED_TWICE && isDepthwise(producer)) {
      again(producer, name + "/line");
      clip(name + "/gate", name + "/line", name + "/gate", 0, 1);
    } else {
      carried(layer, input);
    }
    node(name, "Mul", List.of(input, name + "/gate"), output);
  }

  private void carried(Layer layer, String input) {
    String name = layer.name();
    int channels = layer.output().channels();
    boolean clip = form.hardSwish() != HardSwish.CARRIED_HARD_SIGMOID;
    String weight = filled("carrier/%s/weight", clip ? SLOPE : 1, channels, 1, 1, 1);
    List<String> inputs =
        clip
            ? List.of(input, weight, filled("carrier/%s/bias", OFFSET, channels))
            : List.of(input, weight);
    node(
        name + "/line",
        "Conv",
        inputs,
        name + "/line",
        integers("kernel_shape", 1, 1),
        integer("group", channels));
    if (clip) {
      clip(name + "/gate", name + "/line", name + "/gate", 0, 1);
    } else {
      node(
          name + "/gate",
          "HardSigmoid",
          List.of(name + "/line"),
          name + "/gate",
          real("alpha", SLOPE),
          real("beta", OFFSET));
    }
  }

  private boolean isDepthwise(NodeProto producer) {
    Layer layer = producer == null ? null : layers.get(producer.getName());
    return layer != null
        && layer.operator() instanceof Operator.Convolution convolution
        && convolution.groups() > 1;
  }

  /** A convolution once more, its answer x/6 + 1/2. */
  private void again(NodeProto convolution, String output) {
    String weight = line(convolution.getInput(1), output + "/weight", 0);
    String bias = line(convolution.getInput(2), output + "/bias", OFFSET);
    graph.addNode(
        convolution.toBuilder()
            .setName(output)
            .clearInput()
            .addAllInput(List.of(convolution.getInput(0), weight, bias))
            .setOutput(0, output));
  }

  private void scale(NodeProto node, Layer layer) {
    String gate = node.getInput(1);
    switch (form.scale()) {
      case BROADCAST -> graph.addNode(node);
      case RESIZED -> {
        float[] sizes = {1, 1, layer.output().height(), layer.output().width()};
        String scales = floats("scales/" + sizes[2], sizes, 4);
        String resized = node.getName() + "/resized";
        node(
            resized,
            "Resize",
            List.of(gate, "", scales),
            resized,
            text("mode", "nearest"),
            text("coordinate_transformation_mode", "asymmetric"),
            text("nearest_mode", "floor"));
        node(node.getName(), "Mul", List.of(node.getInput(0), resized), node.getOutput(0));
      }
      case IN_WEIGHTS -> writers.put(node.getOutput(0), node);
    }
  }

  /** The convolution of a map that its own weights scale. */
  private void scaledProjection(NodeProto convolution) {
    NodeProto scale = writers.get(convolution.getInput(0));
    String weight = convolution.getName() + "/scaled";
    node(weight, "Mul", List.of(convolution.getInput(1), scale.getInput(1)), weight);
    graph.addNode(convolution.toBuilder().setInput(0, scale.getInput(0)).setInput(1, weight));
  }

  private void pool(NodeProto node) {
    String pooled = node.getOutput(0);
    boolean flat = form.squeeze() != Squeeze.CONVOLUTION;
    String output = flat ? pooled + "/map" : pooled;
    if (form.pool() == Pool.REDUCE_MEAN) {
      node(
          node.getName(),
          "ReduceMean",
          List.of(node.getInput(0)),
          output,
          integers("axes", 2, 3),
          integer("keepdims", 1));
    } else {
      node(node.getName(), node.getOpType(), List.of(node.getInput(0)), output);
    }
    if (flat) {
      node(node.getName() + "/flatten", "Flatten", List.of(output), pooled, integer("axis", 1));
    }
  }

  private void squeeze(NodeProto node, Layer layer) {
    boolean last = layer.name().contains("/se/expand/");
    boolean lines = last && form.gate() == GateForm.CLIP && isHardGate(layer);
    String weight = node.getInput(1);
    String bias = node.getInput(2);
    if (lines) {
      weight = line(weight, weight + "/line", 0);
      bias = line(bias, bias + "/line", OFFSET);
    }
    String output = node.getOutput(0);
    if (form.squeeze() == Squeeze.CONVOLUTION) {
      graph.addNode(node.toBuilder().setInput(1, weight).setInput(2, bias));
      return;
    }
    String vector = last ? output + "/vector" : output;
    int outputs = layer.output().channels();
    int inputs = values(weight).length / outputs;
    if (form.squeeze() == Squeeze.GEMM) {
      String matrix = floats(weight + "/matrix", values(weight), outputs, inputs);
      node(
          node.getName(),
          "Gemm",
          List.of(node.getInput(0), matrix, bias),
          vector,
          integer("transB", 1));
    } else {
      String matrix =
          floats(weight + "/matrix", transposed(values(weight), outputs), inputs, outputs);
      String product = node.getName() + "/product";
      node(product, "MatMul", List.of(node.getInput(0), matrix), product);
      node(node.getName(), "Add", List.of(product, bias), vector);
    }
    if (last) {
      String shape = shape("shape/" + outputs, 1, outputs, 1, 1);
      node(node.getName() + "/reshape", "Reshape", List.of(vector, shape), output);
    }
  }

  private boolean isHardGate(Layer layer) {
    return order.get(layer.index() + 1).operator() instanceof Operator.Gating gating
        && gating.gate() == Gate.HARD_SIGMOID;
  }

  private static float[] transposed(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      transposed[i % columns * rows + i / columns] = matrix[i];
    }
    return transposed;
  }

  /** An initializer of a sixth of another's values and an offset. */
  private String line(String of, String name, float offset) {
    float[] values = values(of);
    for (int i = 0; i < values.length; i++) {
      values[i] = SLOPE * values[i] + offset;
    }
    long[] shape = initializers.get(of).getDimsList().stream().mapToLong(Long::longValue).toArray();
    return floats(name, values, shape);
  }

  private float[] values(String initializer) {
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

  private String scalar(float value) {
    return floats("scalar/" + value, new float[] {value});
  }

  private String filled(String name, float value, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, value);
    return floats(name.formatted(shape[0]), values, shape);
  }

  private String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  private String shape(String name, long... lengths) {
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

  private void clip(String name, String input, String output, float low, float high) {
    node(name, "Clip", List.of(input, scalar(low), scalar(high)), output);
  }

  private void node(
      String name, String operator, List<String> inputs, String output, AttributeProto... values) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(values)));
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }
}
