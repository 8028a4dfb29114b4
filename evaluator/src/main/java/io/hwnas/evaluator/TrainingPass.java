package io.hwnas.evaluator;

import io.hwnas.space.BatchNorm;
import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * One forward pass of a graph with what the backward pass needs of it, and that backward pass.
 *
 * <p>Gradients are computed layer by layer with libtorch's own gradient operators rather than by
 * its autograd: some then run in place, each tensor is let go at its last use, and {@link
 * DepthwiseWeightGradient} can stand in for a slow one. Used once, inside a scope without
 * gradients.
 */
final class TrainingPass {
  private final LayerGraph graph;
  private final ParameterSource source;
  private final Pass pass;
  private final Operators operators;
  private final Optional<Generator> generator;
  private final Tensor images;
  private final Tensor[] values;
  private final Tensor[] means;
  private final Tensor[] inverseDeviations;
  private final Tensor[] masks;
  private final GradientSlots gradients;

  /** Computes the forward pass. */
  TrainingPass(Operators operators, ParameterSource source, Pass pass, Tensor images) {
    this.graph = operators.graph();
    this.operators = operators;
    this.source = source;
    this.pass = pass;
    this.generator =
        pass.dropoutSeed().isPresent()
            ? Optional.of(torch.make_generator_cpu(pass.dropoutSeed().getAsLong()))
            : Optional.empty();
    this.images = images;
    int layers = graph.layers().size();
    values = new Tensor[layers];
    means = new Tensor[layers];
    inverseDeviations = new Tensor[layers];
    masks = new Tensor[layers];
    gradients = new GradientSlots(layers);
    graph.layers().forEach(this::forward);
  }

  /** Returns what the last layer computed. */
  Tensor output() {
    return values[values.length - 1];
  }

  /** Returns what a layer computed, before the backward pass. */
  Tensor value(Layer layer) {
    return values[layer.index()];
  }

  private Tensor input(Layer layer, int which) {
    int index = layer.inputs().get(which);
    return index == Layer.NETWORK_INPUT ? images : values[index];
  }

  private void forward(Layer layer) {
    values[layer.index()] = compute(layer);
  }

  private Tensor compute(Layer layer) {
    Tensor x = input(layer, 0);
    if (layer.operator() instanceof Operator.BatchNormalization norm) {
      return normalise(layer, norm.constants(), x);
    }
    if (layer.operator() instanceof Operator.Dropout dropout && generator.isPresent()) {
      return drop(layer, dropout.rate(), x);
    }
    List<Integer> inputs = layer.inputs();
    return inputs.size() == 1
        ? operators.unary(layer, x, source, pass)
        : operators.binary(layer, x, input(layer, 1));
  }

  private Tensor drop(Layer layer, double rate, Tensor x) {
    double kept = 1 - rate;
    Tensor mask = torch.empty_like(x).bernoulli_(kept, new GeneratorOptional(generator.get()));
    masks[layer.index()] = mask.mul_(new Scalar(1 / kept));
    return x.mul(mask);
  }

  private Tensor normalise(Layer layer, BatchNorm constants, Tensor x) {
    boolean running = pass.runningStatistics();
    T_TensorTensorTensor_T result =
        torch.native_batch_norm(
            x,
            Operators.optional(Operators.parameter(layer, 0, source)),
            Operators.optional(Operators.parameter(layer, 1, source)),
            running
                ? Operators.optional(Operators.parameter(layer, 2, source))
                : new TensorOptional(),
            running
                ? Operators.optional(Operators.parameter(layer, 3, source))
                : new TensorOptional(),
            true,
            pass.momentum().applyAsDouble(constants.momentum()),
            constants.epsilon());
    Tensor output = new Tensor(result.get0());
    means[layer.index()] = new Tensor(result.get1());
    inverseDeviations[layer.index()] = new Tensor(result.get2());
    result.close();
    return output;
  }

  /**
   * Computes the backward pass.
   *
   * @param gradient the loss's gradient by {@link #output}
   * @param sink takes each trained parameter's name and gradient
   */
  void backward(Tensor gradient, BiConsumer<String, Tensor> sink) {
    gradients.add(values.length - 1, new Tensor(gradient), false);
    for (int i = values.length - 1; i >= 0; i--) {
      Layer layer = graph.layers().get(i);
      backward(layer, sink);
      gradients.free(i);
      values[i].close();
    }
  }

  private void backward(Layer layer, BiConsumer<String, Tensor> sink) {
    Operator operator = layer.operator();
    if (operator instanceof Operator.Convolution convolution) {
      convolution(layer, convolution, sink);
    } else if (operator instanceof Operator.BatchNormalization norm) {
      batchNorm(layer, norm.constants(), sink);
    } else if (operator instanceof Operator.Linear linear) {
      linear(layer, linear, sink);
    } else if (operator instanceof Operator.Scale) {
      scale(layer);
    } else if (operator instanceof Operator.Add) {
      Tensor gradient = gradients.get(layer.index());
      layer.inputs().forEach(input -> gradients.add(input, new Tensor(gradient), false));
    } else {
      gradients.add(layer.inputs().get(0), unary(layer), exclusive(operator));
    }
  }

  /** Tells whether the gradient that {@link #unary} gives is a tensor of its own. */
  private static boolean exclusive(Operator operator) {
    return operator instanceof Operator.Activation || operator instanceof Operator.Gating;
  }

  private Tensor unary(Layer layer) {
    Tensor gradient = gradients.get(layer.index());
    Operator operator = layer.operator();
    Tensor x = input(layer, 0);
    Tensor y = values[layer.index()];
    if (operator instanceof Operator.Activation activation) {
      return switch (activation.nonlinearity()) {
        case RELU -> torch.threshold_backward(gradient, y, new Scalar(0f));
        case RELU6 -> torch.hardtanh_backward(gradient, x, new Scalar(0f), new Scalar(6f));
        case HSWISH -> torch.hardswish_backward(gradient, x);
      };
    }
    if (operator instanceof Operator.Gating gating) {
      return gating.gate() == Gate.SIGMOID
          ? torch.sigmoid_backward(gradient, y)
          : torch.hardsigmoid_backward(gradient, x);
    }
    if (operator instanceof Operator.GlobalAveragePool) {
      double share = 1.0 / (x.size(2) * x.size(3));
      return gradient.mul(new Scalar(share)).expand_as(x);
    }
    if (operator instanceof Operator.Dropout) {
      Tensor mask = masks[layer.index()];
      return mask == null ? new Tensor(gradient) : gradient.mul(mask);
    }
    throw new IllegalStateException("no gradient of " + operator);
  }

  private void convolution(
      Layer layer, Operator.Convolution convolution, BiConsumer<String, Tensor> sink) {
    int from = layer.inputs().get(0);
    Convolutions.Gradients computed =
        Convolutions.backward(
            convolution,
            gradients.get(layer.index()),
            input(layer, 0),
            Operators.parameter(layer, 0, source),
            from != Layer.NETWORK_INPUT);
    sink.accept(layer.parameters().get(0).name(), computed.weight());
    computed.bias().ifPresent(bias -> sink.accept(layer.parameters().get(1).name(), bias));
    computed.input().ifPresent(g -> gradients.add(from, g, true));
  }

  private void batchNorm(Layer layer, BatchNorm constants, BiConsumer<String, Tensor> sink) {
    BoolPointer all = new BoolPointer(3);
    all.put(0, true).put(1, true).put(2, true);
    T_TensorTensorTensor_T computed =
        torch.native_batch_norm_backward(
            gradients.get(layer.index()),
            input(layer, 0),
            Operators.optional(Operators.parameter(layer, 0, source)),
            new TensorOptional(),
            new TensorOptional(),
            Operators.optional(means[layer.index()]),
            Operators.optional(inverseDeviations[layer.index()]),
            true,
            constants.epsilon(),
            all);
    sink.accept(layer.parameters().get(0).name(), computed.get1());
    sink.accept(layer.parameters().get(1).name(), computed.get2());
    gradients.add(layer.inputs().get(0), new Tensor(computed.get0()), true);
    computed.close();
  }

  private void linear(Layer layer, Operator.Linear linear, BiConsumer<String, Tensor> sink) {
    Tensor gradient = gradients.get(layer.index());
    Tensor x = input(layer, 0);
    sink.accept(layer.parameters().get(0).name(), gradient.t().mm(x.flatten(1, -1)));
    if (linear.bias()) {
      sink.accept(layer.parameters().get(1).name(), gradient.sum(0));
    }
    Tensor weight = Operators.parameter(layer, 0, source);
    gradients.add(layer.inputs().get(0), gradient.mm(weight).view_as(x), true);
  }

  private void scale(Layer layer) {
    Tensor gradient = gradients.get(layer.index());
    gradients.add(layer.inputs().get(0), gradient.mul(input(layer, 1)), true);
    Tensor product = gradient.mul(input(layer, 0));
    Tensor gate = product.sum(new long[] {2, 3}, true, new ScalarTypeOptional());
    product.close();
    gradients.add(layer.inputs().get(1), gate, true);
  }
}
