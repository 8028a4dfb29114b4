package io.hwnas.benchmarks;

import static io.hwnas.export.OnnxAttributes.integer;
import static io.hwnas.export.OnnxAttributes.integers;
import static io.hwnas.export.OnnxAttributes.real;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.hwnas.benchmarks.GraphForm.GateForm;
import io.hwnas.benchmarks.GraphForm.HardSwish;
import io.hwnas.benchmarks.GraphForm.Pool;
import io.hwnas.benchmarks.GraphForm.Scaling;
import io.hwnas.benchmarks.GraphForm.Squeeze;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Weights;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes an exported network in another form; used once. */
final class FormRewriter {
  private static final float SLOPE = 1 / 6f;
  private static final float OFFSET = 0.5f;

  private final GraphForm form;
  private final Map<String, Layer> layers = new HashMap<>();
  private final List<Layer> order;
  private final Map<String, NodeProto> writers = new HashMap<>();
  private final GraphEditor graph;

  private FormRewriter(GraphForm form, LayerGraph network, GraphProto exported) {
    this.form = form;
    this.order = network.layers();
    order.forEach(layer -> layers.put(layer.name(), layer));
    exported.getNodeList().forEach(node -> writers.put(node.getOutput(0), node));
    this.graph = new GraphEditor(exported);
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
    return graph.build();
  }

  private void write(NodeProto node) {
    Layer layer = layers.get(node.getName());
    if (layer == null) {
      if (!isRewrittenSwish(node)) {
        graph.add(node);
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
      graph.clip(node.getName(), node.getInput(0), node.getOutput(0), 0, 1);
    } else if (operator instanceof Operator.Scale && form.scaling() == Scaling.IN_WEIGHTS) {
      return; // What it scales is scaled in the weights of the convolution after it.
    } else if (operator instanceof Operator.GlobalAveragePool && isSqueeze(layer)) {
      pool(node);
    } else if (operator instanceof Operator.Convolution && isSqueeze(layer)) {
      squeeze(node, layer);
    } else if (operator instanceof Operator.Convolution
        && form.scaling() == Scaling.IN_WEIGHTS
        && isScaled(layer)) {
      scaledProjection(node);
    } else {
      graph.add(node);
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
      graph.node(name + "/plus", "Add", List.of(input, graph.scalar(3)), name + "/plus");
      graph.clip(name + "/gate", name + "/plus", name + "/gate", 0, 6);
      graph.node(name + "/product", "Mul", List.of(input, name + "/gate"), name + "/product");
      graph.node(name, "Mul", List.of(name + "/product", graph.scalar(SLOPE)), output);
      return;
    }
    NodeProto producer = writers.get(input);
    if (form.hardSwish() == HardSwish.CONVOLVED_TWICE && isDepthwise(producer)) {
      again(producer, name + "/line");
      graph.clip(name + "/gate", name + "/line", name + "/gate", 0, 1);
    } else {
      carried(layer, input);
    }
    graph.node(name, "Mul", List.of(input, name + "/gate"), output);
  }

  private void carried(Layer layer, String input) {
    String name = layer.name();
    int channels = layer.output().channels();
    boolean clip = form.hardSwish() != HardSwish.CARRIED_HARD_SIGMOID;
    String weight = graph.filled("carrier/%s/weight", clip ? SLOPE : 1, channels, 1, 1, 1);
    List<String> inputs =
        clip
            ? List.of(input, weight, graph.filled("carrier/%s/bias", OFFSET, channels))
            : List.of(input, weight);
    graph.node(
        name + "/line",
        "Conv",
        inputs,
        name + "/line",
        integers("kernel_shape", 1, 1),
        integer("group", channels));
    if (clip) {
      graph.clip(name + "/gate", name + "/line", name + "/gate", 0, 1);
    } else {
      graph.node(
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
    String weight = graph.line(convolution.getInput(1), output + "/weight", SLOPE, 0);
    String bias = graph.line(convolution.getInput(2), output + "/bias", SLOPE, OFFSET);
    graph.add(
        convolution.toBuilder()
            .setName(output)
            .clearInput()
            .addAllInput(List.of(convolution.getInput(0), weight, bias))
            .setOutput(0, output)
            .build());
  }

  /** The convolution of a map that its own weights scale. */
  private void scaledProjection(NodeProto convolution) {
    NodeProto scale = writers.get(convolution.getInput(0));
    String weight = convolution.getName() + "/scaled";
    graph.node(weight, "Mul", List.of(convolution.getInput(1), scale.getInput(1)), weight);
    graph.add(convolution.toBuilder().setInput(0, scale.getInput(0)).setInput(1, weight).build());
  }

  private void pool(NodeProto node) {
    String pooled = node.getOutput(0);
    boolean flat = form.squeeze() != Squeeze.CONVOLUTION;
    String output = flat ? pooled + "/map" : pooled;
    if (form.pool() == Pool.REDUCE_MEAN) {
      graph.node(
          node.getName(),
          "ReduceMean",
          List.of(node.getInput(0)),
          output,
          integers("axes", 2, 3),
          integer("keepdims", 1));
    } else {
      graph.node(node.getName(), node.getOpType(), List.of(node.getInput(0)), output);
    }
    if (flat) {
      graph.node(
          node.getName() + "/flatten", "Flatten", List.of(output), pooled, integer("axis", 1));
    }
  }

  private void squeeze(NodeProto node, Layer layer) {
    boolean last = layer.name().contains("/se/expand/");
    boolean lines = last && form.gate() == GateForm.CLIP && isHardGate(layer);
    String weight = node.getInput(1);
    String bias = node.getInput(2);
    if (lines) {
      weight = graph.line(weight, weight + "/line", SLOPE, 0);
      bias = graph.line(bias, bias + "/line", SLOPE, OFFSET);
    }
    String output = node.getOutput(0);
    if (form.squeeze() == Squeeze.CONVOLUTION) {
      graph.add(node.toBuilder().setInput(1, weight).setInput(2, bias).build());
      return;
    }
    String vector = last ? output + "/vector" : output;
    int outputs = layer.output().channels();
    int inputs = graph.values(weight).length / outputs;
    if (form.squeeze() == Squeeze.GEMM) {
      String matrix = graph.floats(weight + "/matrix", graph.values(weight), outputs, inputs);
      graph.node(
          node.getName(),
          "Gemm",
          List.of(node.getInput(0), matrix, bias),
          vector,
          integer("transB", 1));
    } else {
      String matrix =
          graph.floats(
              weight + "/matrix", transposed(graph.values(weight), outputs), inputs, outputs);
      String product = node.getName() + "/product";
      graph.node(product, "MatMul", List.of(node.getInput(0), matrix), product);
      graph.node(node.getName(), "Add", List.of(product, bias), vector);
    }
    if (last) {
      String shape = graph.shape("shape/" + outputs, 1, outputs, 1, 1);
      graph.node(node.getName() + "/reshape", "Reshape", List.of(vector, shape), output);
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
}
