package io.hwnas.export;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import io.hwnas.space.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * First values of a network's parameters, a function of the graph and the generator alone.
 *
 * <p>Use {@link #training} before training, {@link #random} where the answer does not matter but
 * must depend on every value: parity checks and latency measurements.
 */
public final class WeightInit {
  /** Deviation of random biases, shifts and (of a unit input) running means. */
  private static final double SHIFT = 0.2;

  /**
   * The mean square after a random batch norm: E[γ²]·E[1/σ²]·(1 + μ²) + β², with γ and σ² uniform
   * in [0.5, 1.5].
   */
  private static final double BATCH_NORM_POWER =
      13 / 12.0 * Math.log(3) * (1 + SHIFT * SHIFT) + SHIFT * SHIFT;

  /** The share of such a batch norm's power that h-swish passes; ReLU passes half. */
  private static final double HSWISH_SHARE = 0.37;

  private WeightInit() {}

  /**
   * Initialises for training, as torchvision's MobileNetV3 does ({@code
   * torchvision/models/mobilenetv3.py}).
   *
   * <p>Convolutions are normal with variance 2/(out·k²) (He et al. 2015, "Delving Deep into
   * Rectifiers", fan-out), fully connected layers normal with deviation 0.01, biases 0; batch norms
   * have scale 1, shift 0, mean 0 and variance 1.
   *
   * @param graph the network
   * @param generator source of the values; drawn from in the order of the layers
   * @return a value for each parameter of the graph
   */
  public static Weights training(LayerGraph graph, RandomGenerator generator) {
    SizeLimits.requireArrays(graph);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Layer layer : graph.layers()) {
      for (Parameter parameter : layer.parameters()) {
        tensors.put(parameter.name(), trainingValues(layer.operator(), parameter, generator));
      }
    }
    return Weights.of(tensors);
  }

  private static FloatTensor trainingValues(
      Operator operator, Parameter parameter, RandomGenerator generator) {
    return switch (parameter.role()) {
      case WEIGHT -> normal(parameter, 0, weightDeviation(operator), generator);
      case BIAS, SHIFT, RUNNING_MEAN -> FloatTensor.filled(parameter.shape(), 0);
      case SCALE, RUNNING_VARIANCE -> FloatTensor.filled(parameter.shape(), 1);
    };
  }

  private static double weightDeviation(Operator operator) {
    if (operator instanceof Operator.Convolution convolution) {
      double fanOut = (double) convolution.outChannels() * convolution.kernel();
      return Math.sqrt(2 / (fanOut * convolution.kernel()));
    }
    return 0.01;
  }

  /**
   * Initialises every parameter at random, batch norm's statistics included, so that activations
   * keep a magnitude near 1 through any depth.
   *
   * <p>Weights are normal with variance 1/fan-in. A batch norm's running variance is drawn around
   * the power its input is expected to have, which makes up for growth along residuals. The
   * expectation must be close: what it misses multiplies from one batch norm to the next, and
   * squeeze-excites amplify rounding where activations have grown out of their gates' range.
   *
   * @param graph the network, or one block of it
   * @param generator source of the values; drawn from in the order of the layers
   * @return a value for each parameter of the graph; for images of mean 0 and variance 1
   */
  public static Weights random(LayerGraph graph, RandomGenerator generator) {
    SizeLimits.requireArrays(graph);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    double[] power = new double[graph.layers().size()];
    for (Layer layer : graph.layers()) {
      double[] in =
          layer.inputs().stream()
              .mapToDouble(input -> input == Layer.NETWORK_INPUT ? 1 : power[input])
              .toArray();
      power[layer.index()] = expectedPower(graph, layer, in);
      for (Parameter parameter : layer.parameters()) {
        tensors.put(parameter.name(), randomValues(parameter, in[0], generator));
      }
    }
    return Weights.of(tensors);
  }

  /** The mean square of a layer's output, roughly, where weights have variance 1/fan-in. */
  private static double expectedPower(LayerGraph graph, Layer layer, double[] in) {
    Operator operator = layer.operator();
    if (operator instanceof Operator.Convolution convolution) {
      double inside = insideShare(convolution, input(graph, layer), layer.output());
      return in[0] * inside * inside + (convolution.bias() ? SHIFT * SHIFT : 0);
    }
    if (operator instanceof Operator.BatchNormalization) {
      return BATCH_NORM_POWER;
    }
    if (operator instanceof Operator.Add) {
      return in[0] + in[1];
    }
    if (operator instanceof Operator.Activation activation) {
      return in[0] * (activation.nonlinearity() == Nonlinearity.HSWISH ? HSWISH_SHARE : 0.5);
    }
    if (operator instanceof Operator.Gating || operator instanceof Operator.Scale) {
      return in[0] / 4;
    }
    return in[0];
  }

  private static TensorShape input(LayerGraph graph, Layer layer) {
    int input = layer.inputs().get(0);
    return input == Layer.NETWORK_INPUT ? graph.input() : graph.layers().get(input).output();
  }

  /** The share of a filter's rows that lie inside the image and not in its padding, on average. */
  private static double insideShare(
      Operator.Convolution convolution, TensorShape in, TensorShape out) {
    long inside = 0;
    for (int row = 0; row < out.height(); row++) {
      int first = row * convolution.stride() - convolution.pads().before();
      int last = first + convolution.kernel() - 1;
      inside += Math.min(last, in.height() - 1) - Math.max(first, 0) + 1;
    }
    return (double) inside / ((long) out.height() * convolution.kernel());
  }

  private static FloatTensor randomValues(
      Parameter parameter, double inputPower, RandomGenerator generator) {
    double level = Math.sqrt(inputPower);
    return switch (parameter.role()) {
      case WEIGHT -> normal(parameter, 0, Math.sqrt(1.0 / fanIn(parameter)), generator);
      case BIAS, SHIFT -> normal(parameter, 0, SHIFT, generator);
      case RUNNING_MEAN -> normal(parameter, 0, SHIFT * level, generator);
      case SCALE -> uniform(parameter, 0.5, 1.5, generator);
      case RUNNING_VARIANCE -> uniform(parameter, 0.5 * inputPower, 1.5 * inputPower, generator);
    };
  }

  private static long fanIn(Parameter weight) {
    return weight.elements() / weight.shape().get(0);
  }

  private static FloatTensor normal(
      Parameter parameter, double mean, double deviation, RandomGenerator generator) {
    List<Integer> shape = parameter.shape();
    float[] values = new float[Math.toIntExact(parameter.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * generator.nextGaussian());
    }
    return FloatTensor.owning(shape, values);
  }

  private static FloatTensor uniform(
      Parameter parameter, double low, double high, RandomGenerator generator) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (low + (high - low) * generator.nextDouble());
    }
    return FloatTensor.owning(parameter.shape(), values);
  }
}
