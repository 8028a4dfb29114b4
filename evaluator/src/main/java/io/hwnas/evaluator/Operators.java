package io.hwnas.evaluator;

import io.hwnas.space.BatchNorm;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The layers of a graph as libtorch's operators, on tensors [N, C, H, W] or [N, features]. */
final class Operators {
  private final LayerGraph graph;
  private final int[] lastUse;

  Operators(LayerGraph graph) {
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

  /** Tells whether a layer is the last to read another's output. */
  boolean isLastUse(int input, Layer by) {
    return input != Layer.NETWORK_INPUT && lastUse[input] == by.index();
  }

  /**
   * Tells whether layers behind one read nothing before it, and leave its output as it is: whether
   * a pass can go on with nothing but that, again and again.
   */
  boolean canGoOnFrom(Layer layer) {
    int index = layer.index();
    return graph.layers().stream()
        .skip(index + 1L)
        .allMatch(
            later ->
                later.inputs().stream().allMatch(input -> input >= index)
                    && !(later.inputs().get(0) == index && writesInPlace(later)));
  }

  /** Computes a layer of two inputs. */
  Tensor binary(Layer layer, Tensor first, Tensor second) {
    if (layer.operator() instanceof Operator.Scale) {
      return first.mul(second);
    }
    if (ownsInput(layer)) {
      first.add_(second);
      return new Tensor(first);
    }
    return first.add(second);
  }

  /** Computes a layer of one input. */
  Tensor unary(Layer layer, Tensor x, ParameterSource source, Pass pass) {
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
    if (operator instanceof Operator.Dropout) {
      // Only a pass with a backward one drops.
      return new Tensor(x);
    }
    if (operator instanceof Operator.Linear linear) {
      TensorOptional bias =
          linear.bias() ? optional(parameter(layer, 1, source)) : new TensorOptional();
      return torch.linear(x.flatten(1, -1), parameter(layer, 0, source), bias);
    }
    throw new IllegalStateException("no operator " + operator);
  }

  private static Tensor convolve(
      Layer layer, Operator.Convolution convolution, Tensor x, ParameterSource source) {
    return Convolutions.forward(
        convolution,
        x,
        parameter(layer, 0, source),
        convolution.bias() ? Optional.of(parameter(layer, 1, source)) : Optional.empty());
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
        pass.momentum().applyAsDouble(constants.momentum()),
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

  /**
   * Tells whether the layer may write over its first input: it comes from a batch norm, whose
   * gradient does not need it, and nobody else reads it.
   */
  private boolean ownsInput(Layer layer) {
    int input = layer.inputs().get(0);
    return isLastUse(input, layer)
        && graph.layers().get(input).operator() instanceof Operator.BatchNormalization;
  }

  /** Tells whether a layer's output lies where its first input did. */
  boolean writesInPlace(Layer layer) {
    boolean can =
        layer.operator() instanceof Operator.Add
            || (layer.operator() instanceof Operator.Activation activation
                && activation.nonlinearity() == Nonlinearity.RELU);
    return can && ownsInput(layer);
  }

  private static Tensor reluInPlace(Tensor x) {
    torch.relu_(x);
    return new Tensor(x);
  }

  /** Finds one of a layer's parameters by its place. */
  static Tensor parameter(Layer layer, int index, ParameterSource source) {
    Parameter parameter = layer.parameters().get(index);
    return source.get(parameter.name());
  }

  static TensorOptional optional(Tensor tensor) {
    return new TensorOptional(tensor);
  }
}
