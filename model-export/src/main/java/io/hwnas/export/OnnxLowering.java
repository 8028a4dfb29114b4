package io.hwnas.export;

import static io.hwnas.export.OnnxAttributes.integer;
import static io.hwnas.export.OnnxAttributes.integers;
import static io.hwnas.export.OnnxAttributes.real;
import static io.hwnas.export.OnnxAttributes.text;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.hwnas.export.OnnxForm.HardSwishForm;
import io.hwnas.export.OnnxForm.LinearForm;
import io.hwnas.export.OnnxForm.ScaleForm;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the layers of one graph as ONNX nodes; used once.
 *
 * <p>Batch norms are folded into the convolutions before them and dropout is left out, so the
 * output of such a layer is the tensor its input is. Where fully connected layers are {@code Gemm},
 * vectors have two dimensions from the first of them on.
 */
final class OnnxLowering {
  private final LayerGraph graph;
  private final Weights weights;
  private final OnnxForm form;
  private final OnnxGraph onnx;
  private final Map<Integer, Layer> batchNormOfConvolution = new HashMap<>();
  private final String[] tensors;
  private final boolean[] vectors;

  OnnxLowering(LayerGraph graph, Weights weights, OnnxForm form) {
    this.graph = graph;
    this.weights = weights;
    this.form = form;
    this.onnx = new OnnxGraph(graph.name(), "%s, input %s".formatted(graph.name(), graph.input()));
    this.tensors = new String[graph.layers().size()];
    this.vectors = new boolean[graph.layers().size()];
  }

  GraphProto lower() {
    onnx.input(OnnxWriter.INPUT, form.batch(), dimensions(graph.input()));
    pairBatchNorms();
    graph.layers().forEach(layer -> vectors[layer.index()] = isVector(layer));
    int last = graph.layers().size() - 1;
    String[] outputNames = outputNames();
    for (Layer layer : graph.layers()) {
      tensors[layer.index()] = write(layer, outputNames[layer.index()]);
    }
    if (!vectors[last]) {
      onnx.output(OnnxWriter.OUTPUT, form.batch(), dimensions(graph.output()));
      return onnx.build();
    }
    if (form.linear() == LinearForm.CONVOLUTION) {
      flatten(graph.layers().get(last).name() + "/flatten", tensors[last], OnnxWriter.OUTPUT);
    }
    onnx.output(OnnxWriter.OUTPUT, form.batch(), List.of(graph.output().channels()));
    return onnx.build();
  }

  private void pairBatchNorms() {
    int[] readers = new int[graph.layers().size()];
    for (Layer layer : graph.layers()) {
      layer.inputs().stream().filter(input -> input >= 0).forEach(input -> readers[input]++);
    }
    for (Layer layer : graph.layers()) {
      if (layer.operator() instanceof Operator.BatchNormalization) {
        int input = layer.inputs().get(0);
        if (input < 0
            || readers[input] > 1
            || !(graph.layers().get(input).operator() instanceof Operator.Convolution)) {
          throw new IllegalArgumentException(
              layer.name() + " does not follow a convolution that it alone reads");
        }
        batchNormOfConvolution.put(input, layer);
      }
    }
  }

  /** Names each layer's tensor after it, and the tensor that the last layer's value is, output. */
  private String[] outputNames() {
    String[] names = graph.layers().stream().map(Layer::name).toArray(String[]::new);
    int last = names.length - 1;
    if (vectors[last] && form.linear() == LinearForm.CONVOLUTION) {
      return names;
    }
    while (passesThrough(graph.layers().get(last))) {
      last = graph.layers().get(last).inputs().get(0);
    }
    names[last] = OnnxWriter.OUTPUT;
    return names;
  }

  private static boolean passesThrough(Layer layer) {
    return layer.operator() instanceof Operator.BatchNormalization
        || layer.operator() instanceof Operator.Dropout;
  }

  private boolean isVector(Layer layer) {
    return layer.operator() instanceof Operator.Linear
        || layer.inputs().stream().anyMatch(input -> input >= 0 && vectors[input]);
  }

  private static List<Integer> dimensions(TensorShape shape) {
    return List.of(shape.channels(), shape.height(), shape.width());
  }

  private String write(Layer layer, String output) {
    String name = layer.name();
    List<String> inputs = layer.inputs().stream().map(this::tensor).toList();
    Operator operator = layer.operator();
    if (operator instanceof Operator.Convolution convolution) {
      return convolution(layer, convolution, inputs.get(0), output);
    } else if (operator instanceof Operator.Linear) {
      return linear(layer, inputs.get(0), output);
    } else if (operator instanceof Operator.Activation activation) {
      return activation(name, activation.nonlinearity(), inputs.get(0), output);
    } else if (operator instanceof Operator.Gating gating) {
      return gating.gate() == Gate.HARD_SIGMOID
          ? hardSigmoid(name, inputs.get(0), output)
          : onnx.node(name, "Sigmoid", inputs, output);
    } else if (operator instanceof Operator.GlobalAveragePool) {
      return onnx.node(name, "GlobalAveragePool", inputs, output);
    } else if (operator instanceof Operator.Scale) {
      return scale(layer, inputs, output);
    } else if (operator instanceof Operator.Add) {
      return onnx.node(name, "Add", inputs, output);
    } else if (passesThrough(layer)) {
      return inputs.get(0);
    }
    throw new IllegalArgumentException("no ONNX form of " + operator);
  }

  private String tensor(int layer) {
    return layer == Layer.NETWORK_INPUT ? OnnxWriter.INPUT : tensors[layer];
  }

  private String convolution(
      Layer layer, Operator.Convolution convolution, String input, String output) {
    Layer batchNorm = batchNormOfConvolution.get(layer.index());
    FoldedConvolution folded =
        batchNorm == null
            ? FoldedConvolution.plain(layer, weights)
            : FoldedConvolution.of(layer, batchNorm, weights);
    String weightName = layer.parameters().get(0).name();
    String biasName = weightName.replaceFirst("weight$", "bias");
    List<String> inputs = new ArrayList<>();
    inputs.add(input);
    inputs.add(onnx.initializer(weightName, folded.weight()));
    folded.bias().ifPresent(bias -> inputs.add(onnx.initializer(biasName, bias)));
    int kernel = convolution.kernel();
    int before = convolution.pads().before();
    int after = convolution.pads().after();
    return onnx.node(
        layer.name(),
        "Conv",
        inputs,
        output,
        integers("dilations", 1, 1),
        integer("group", convolution.groups()),
        integers("kernel_shape", kernel, kernel),
        integers("pads", before, before, after, after),
        integers("strides", convolution.stride(), convolution.stride()));
  }

  private String linear(Layer layer, String input, String output) {
    FloatTensor weight = weights.get(layer.parameters().get(0).name());
    String weightName = layer.parameters().get(0).name();
    List<String> bias =
        layer.parameters().stream()
            .skip(1)
            .map(one -> onnx.initializer(one.name(), weights.get(one.name())))
            .toList();
    if (form.linear() == LinearForm.CONVOLUTION) {
      List<Integer> shape = List.of(weight.shape().get(0), weight.shape().get(1), 1, 1);
      String kernel = onnx.initializer(weightName, FloatTensor.owning(shape, weight.values()));
      return onnx.node(
          layer.name(),
          "Conv",
          joined(List.of(input, kernel), bias),
          output,
          integers("kernel_shape", 1, 1));
    }
    int source = layer.inputs().get(0);
    boolean flat = source >= 0 && vectors[source];
    String vector = flat ? input : flatten(layer.name() + "/flatten", input);
    return onnx.node(
        layer.name(),
        "Gemm",
        joined(List.of(vector, onnx.initializer(weightName, weight)), bias),
        output,
        integer("transB", 1));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private String flatten(String name, String input) {
    return flatten(name, input, name);
  }

  private String flatten(String name, String input, String output) {
    return onnx.node(name, "Flatten", List.of(input), output, integer("axis", 1));
  }

  private String activation(String name, Nonlinearity nonlinearity, String input, String output) {
    return switch (nonlinearity) {
      case RELU -> onnx.node(name, "Relu", List.of(input), output);
      case RELU6 ->
          onnx.node(
              name,
              "Clip",
              List.of(input, scalar("relu6/low", 0), scalar("relu6/high", 6)),
              output);
      case HSWISH -> hardSwish(name, input, output);
    };
  }

  private String scalar(String name, float value) {
    return onnx.initializer(name, FloatTensor.filled(List.of(), value));
  }

  private String scale(Layer layer, List<String> inputs, String output) {
    int height = layer.output().height();
    int width = layer.output().width();
    if (form.scale() == ScaleForm.BROADCAST || height * width == 1) {
      return onnx.node(layer.name(), "Mul", inputs, output);
    }
    String scales =
        onnx.initializer(
            "scales/%dx%d".formatted(height, width),
            new FloatTensor(List.of(4), new float[] {1, 1, height, width}));
    // The runtime packs nearest neighbours only where they are found so.
    String gate =
        onnx.node(
            layer.name() + "/resized",
            "Resize",
            List.of(inputs.get(1), "", scales),
            layer.name() + "/resized",
            text("mode", "nearest"),
            text("coordinate_transformation_mode", "asymmetric"),
            text("nearest_mode", "floor"));
    return onnx.node(layer.name(), "Mul", List.of(inputs.get(0), gate), output);
  }

  private String hardSwish(String name, String input, String output) {
    if (form.hardSwish() == HardSwishForm.OPERATOR) {
      return onnx.node(name, "HardSwish", List.of(input), output);
    }
    String gate = hardSigmoid(name + "/gate", input, name + "/gate");
    return onnx.node(name, "Mul", List.of(input, gate), output);
  }

  /** ReLU6(x + 3)/6; the operator's own default is α = 0.2. */
  private String hardSigmoid(String name, String input, String output) {
    return onnx.node(
        name, "HardSigmoid", List.of(input), output, real("alpha", 1 / 6f), real("beta", 0.5f));
  }
}
