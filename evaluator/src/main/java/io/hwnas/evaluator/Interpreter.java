package io.hwnas.evaluator;

import io.hwnas.space.BatchNorm;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.Pads;
import io.hwnas.space.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Runs a graph in libtorch, layer by layer, on the parameters of a source: no module classes, no
 * state of its own.
 *
 * <p>Images are [N, C, H, W], channels-last in memory. A graph that ends in a fully connected layer
 * gives [N, features].
 */
final class Interpreter {
  private final LayerGraph graph;
  private final int[] lastUse;

  Interpreter(LayerGraph graph) {
    this.graph = graph;
    this.lastUse = lastUse(graph);
  }

  /** Finds, for each layer, the last one that reads it. */
  private static int[] lastUse(LayerGraph graph) {
    int[] last = new int[graph.layers().size()];
    for (Layer layer : graph.layers()) {
      for (int input : layer.inputs()) {
        if (input != Layer.NETWORK_INPUT) {
          last[input] = layer.index();
        }
      }
    }
    return last;
  }

  LayerGraph graph() {
    return graph;
  }

  /**
   * Computes the output; call it inside a {@code PointerScope}.
   *
   * <p>A layer's output is let go as soon as no later layer reads it, so that memory still warm in
   * the cache is used again; where gradients are recorded, libtorch keeps what it needs.
   */
  Tensor forward(Tensor images, ParameterSource source, Pass pass) {
    Tensor[] values = new Tensor[graph.layers().size()];
    for (Layer layer : graph.layers()) {
      List<Integer> inputs = layer.inputs();
      Tensor first = value(values, inputs.get(0), images);
      values[layer.index()] =
          inputs.size() == 1
              ? unary(layer, first, source, pass)
              : binary(layer, first, value(values, inputs.get(1), images));
      for (int input : inputs) {
        if (input != Layer.NETWORK_INPUT && lastUse[input] == layer.index()) {
          values[input].close();
        }
      }
    }
    return values[values.length - 1];
  }

  private static Tensor value(Tensor[] values, int index, Tensor images) {
    return index == Layer.NETWORK_INPUT ? images : values[index];
  }

  private static Tensor binary(Layer layer, Tensor first, Tensor second) {
    if (layer.operator() instanceof Operator.Add) {
      return first.add(second);
    }
    return first.mul(second);
  }

  private Tensor unary(Layer layer, Tensor x, ParameterSource source, Pass pass) {
    Operator operator = layer.operator();
    if (operator instanceof Operator.Convolution convolution) {
      return convolve(layer, convolution, x, source);
    }
    if (operator instanceof Operator.BatchNormalization norm) {
      return normalise(layer, norm.constants(), x, source, pass);
    }
    if (operator instanceof Operator.Activation activation) {
      return activate(layer, activation.nonlinearity(), x);
    }
    if (operator instanceof Operator.Gating gating) {
      return gating.gate() == Gate.SIGMOID ? torch.sigmoid(x) : torch.hardsigmoid(x);
    }
    if (operator instanceof Operator.GlobalAveragePool) {
      return torch.adaptive_avg_pool2d(x, 1, 1);
    }
    if (operator instanceof Operator.Dropout dropout) {
      return torch.dropout(x, dropout.rate(), pass.dropout());
    }
    if (operator instanceof Operator.Linear) {
      Tensor weight = parameter(layer, 0, source);
      return torch.linear(x.flatten(1, -1), weight, optional(parameter(layer, 1, source)));
    }
    throw new IllegalStateException("no operator " + operator);
  }

  private static Tensor convolve(
      Layer layer, Operator.Convolution convolution, Tensor x, ParameterSource source) {
    Pads pads = convolution.pads();
    Tensor input = x;
    long padding = pads.before();
    if (!pads.symmetric()) {
      input =
          torch.constant_pad_nd(
              x, new long[] {pads.before(), pads.after(), pads.before(), pads.after()});
      padding = 0;
    }
    return torch.conv2d(
        input,
        parameter(layer, 0, source),
        convolution.bias() ? optional(parameter(layer, 1, source)) : new TensorOptional(),
        new long[] {convolution.stride(), convolution.stride()},
        new long[] {padding, padding},
        new long[] {1, 1},
        convolution.groups());
  }

  private static Tensor normalise(
      Layer layer, BatchNorm constants, Tensor x, ParameterSource source, Pass pass) {
    boolean running = pass.runningStatistics();
    return torch.batch_norm(
        x,
        optional(parameter(layer, 0, source)),
        optional(parameter(layer, 1, source)),
        running ? optional(parameter(layer, 2, source)) : new TensorOptional(),
        running ? optional(parameter(layer, 3, source)) : new TensorOptional(),
        pass.batchStatistics(),
        pass.momentum().orElse(constants.momentum()),
        constants.epsilon(),
        false);
  }

  private Tensor activate(Layer layer, Nonlinearity nonlinearity, Tensor x) {
    return switch (nonlinearity) {
      case RELU -> ownsInput(layer) ? reluInPlace(x) : torch.relu(x);
      case RELU6 -> torch.hardtanh(x, new Scalar(0f), new Scalar(6f));
      case HSWISH -> torch.hardswish(x);
    };
  }

  /** Tells whether nobody else reads the layer's input, now or when gradients are computed. */
  private boolean ownsInput(Layer layer) {
    int input = layer.inputs().get(0);
    return input != Layer.NETWORK_INPUT
        && lastUse[input] == layer.index()
        && graph.layers().get(input).operator() instanceof Operator.BatchNormalization;
  }

  private static Tensor reluInPlace(Tensor x) {
    torch.relu_(x);
    return new Tensor(x);
  }

  private static Tensor parameter(Layer layer, int index, ParameterSource source) {
    Parameter parameter = layer.parameters().get(index);
    return source.get(parameter.name());
  }

  private static TensorOptional optional(Tensor tensor) {
    return new TensorOptional(tensor);
  }
}
