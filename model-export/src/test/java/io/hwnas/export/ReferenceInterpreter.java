package io.hwnas.export;

import io.hwnas.space.Gate;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a graph on one image by the definition of each operator, in double, batch norms unfolded:
 * the answer that exports are compared with.
 */
final class ReferenceInterpreter {
  private final LayerGraph graph;
  private final Weights weights;

  ReferenceInterpreter(LayerGraph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** Returns the output of the last layer in the order CHW. */
  double[] run(float[] image) {
    double[] input = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      input[i] = image[i];
    }
    List<double[]> values = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      List<double[]> inputs =
          layer.inputs().stream().map(i -> i < 0 ? input : values.get(i)).toList();
      int first = layer.inputs().get(0);
      TensorShape shape = first < 0 ? graph.input() : graph.layers().get(first).output();
      values.add(compute(layer, shape, inputs));
    }
    return values.get(values.size() - 1);
  }

  private double[] compute(Layer layer, TensorShape in, List<double[]> inputs) {
    double[] x = inputs.get(0);
    Operator operator = layer.operator();
    double[] y = new double[Math.toIntExact(layer.output().elements())];
    if (operator instanceof Operator.Convolution convolution) {
      convolve(layer, convolution, in, x, y);
    } else if (operator instanceof Operator.Linear linear) {
      FloatTensor weight = tensor(layer, 0);
      for (int out = 0; out < y.length; out++) {
        y[out] = linear.bias() ? tensor(layer, 1).get(out) : 0;
        for (int i = 0; i < linear.inFeatures(); i++) {
          y[out] += x[i] * weight.get(out * linear.inFeatures() + i);
        }
      }
    } else {
      int area = in.height() * in.width();
      for (int i = 0; i < x.length; i++) {
        int channel = i / area;
        if (operator instanceof Operator.BatchNormalization norm) {
          double deviation = Math.sqrt(tensor(layer, 3).get(channel) + norm.constants().epsilon());
          double normal = (x[i] - tensor(layer, 2).get(channel)) / deviation;
          y[i] = tensor(layer, 0).get(channel) * normal + tensor(layer, 1).get(channel);
        } else if (operator instanceof Operator.GlobalAveragePool) {
          y[channel] += x[i] / area;
        } else if (operator instanceof Operator.Scale) {
          y[i] = x[i] * inputs.get(1)[channel];
        } else if (operator instanceof Operator.Add) {
          y[i] = x[i] + inputs.get(1)[i];
        } else {
          y[i] = elementwise(operator, x[i]);
        }
      }
    }
    return y;
  }

  private static double elementwise(Operator operator, double x) {
    double hardSigmoid = Math.min(Math.max(x + 3, 0), 6) / 6;
    if (operator instanceof Operator.Dropout) {
      return x;
    }
    if (operator instanceof Operator.Gating gating) {
      return gating.gate() == Gate.SIGMOID ? 1 / (1 + Math.exp(-x)) : hardSigmoid;
    }
    Nonlinearity nonlinearity = ((Operator.Activation) operator).nonlinearity();
    return switch (nonlinearity) {
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case HSWISH -> x * hardSigmoid;
    };
  }

  private void convolve(
      Layer layer, Operator.Convolution convolution, TensorShape in, double[] x, double[] y) {
    FloatTensor weight = tensor(layer, 0);
    int kernel = convolution.kernel();
    int inPerGroup = convolution.inChannels() / convolution.groups();
    int outPerGroup = convolution.outChannels() / convolution.groups();
    int at = 0;
    for (int out = 0; out < convolution.outChannels(); out++) {
      int firstIn = out / outPerGroup * inPerGroup;
      for (int row = 0; row < layer.output().height(); row++) {
        for (int column = 0; column < layer.output().width(); column++) {
          double sum = convolution.bias() ? tensor(layer, 1).get(out) : 0;
          for (int channel = 0; channel < inPerGroup; channel++) {
            for (int k = 0; k < kernel * kernel; k++) {
              int r = row * convolution.stride() - convolution.pads().before() + k / kernel;
              int c = column * convolution.stride() - convolution.pads().before() + k % kernel;
              if (r >= 0 && r < in.height() && c >= 0 && c < in.width()) {
                sum +=
                    x[((firstIn + channel) * in.height() + r) * in.width() + c]
                        * weight.get((out * inPerGroup + channel) * kernel * kernel + k);
              }
            }
          }
          y[at++] = sum;
        }
      }
    }
  }

  private FloatTensor tensor(Layer layer, int index) {
    Parameter parameter = layer.parameters().get(index);
    return weights.get(parameter.name());
  }
}
