package io.hwnas.evaluator;

import io.hwnas.space.Operator;
import io.hwnas.space.Pads;
import java.util.Optional;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Convolutions and their gradients, on channels-last tensors. */
final class Convolutions {
  /** Gradients of one convolution. */
  record Gradients(Optional<Tensor> input, Tensor weight, Optional<Tensor> bias) {}

  private static final long[] ONE = {1, 1};
  private static final long[] ZERO = {0, 0};

  private Convolutions() {}

  /** Computes the output. */
  static Tensor forward(
      Operator.Convolution convolution, Tensor x, Tensor weight, Optional<Tensor> bias) {
    return torch.conv2d(
        padded(convolution, x),
        weight,
        bias.map(TensorOptional::new).orElseGet(TensorOptional::new),
        strides(convolution),
        padding(convolution),
        ONE,
        convolution.groups());
  }

  /** Computes the gradients, the input's only where it is needed. */
  static Gradients backward(
      Operator.Convolution convolution,
      Tensor gradient,
      Tensor x,
      Tensor weight,
      boolean inputNeeded) {
    if (DepthwiseWeightGradient.applies(convolution)) {
      Optional<Tensor> input =
          inputNeeded
              ? aten(convolution, gradient, x, weight, true, false).input()
              : Optional.empty();
      return new Gradients(
          input, DepthwiseWeightGradient.of(convolution, gradient, x), Optional.empty());
    }
    Tensor padded = padded(convolution, x);
    Gradients gradients = aten(convolution, gradient, padded, weight, inputNeeded, true);
    return convolution.pads().symmetric()
        ? gradients
        : new Gradients(
            gradients.input().map(g -> cropped(convolution, g, x)),
            gradients.weight(),
            gradients.bias());
  }

  private static Gradients aten(
      Operator.Convolution convolution,
      Tensor gradient,
      Tensor x,
      Tensor weight,
      boolean inputNeeded,
      boolean weightNeeded) {
    BoolPointer needed = new BoolPointer(3);
    needed.put(0, inputNeeded).put(1, weightNeeded).put(2, weightNeeded && convolution.bias());
    T_TensorTensorTensor_T result =
        torch.convolution_backward(
            gradient,
            x,
            weight,
            new long[] {convolution.outChannels()},
            strides(convolution),
            padding(convolution),
            ONE,
            false,
            ZERO,
            convolution.groups(),
            needed);
    Optional<Tensor> input =
        inputNeeded ? Optional.of(new Tensor(result.get0())) : Optional.empty();
    Optional<Tensor> bias =
        convolution.bias() ? Optional.of(new Tensor(result.get2())) : Optional.empty();
    Tensor weightGradient = new Tensor(result.get1());
    result.close();
    return new Gradients(input, weightGradient, bias);
  }

  /** Pads explicitly what a convolution cannot, having one padding for both sides. */
  private static Tensor padded(Operator.Convolution convolution, Tensor x) {
    Pads pads = convolution.pads();
    return pads.symmetric()
        ? x
        : torch.constant_pad_nd(
            x,
            new long[] {pads.before(), pads.after(), pads.before(), pads.after()},
            new Scalar(0f));
  }

  private static Tensor cropped(Operator.Convolution convolution, Tensor gradient, Tensor x) {
    long before = convolution.pads().before();
    return gradient.narrow(2, before, x.size(2)).narrow(3, before, x.size(3));
  }

  private static long[] padding(Operator.Convolution convolution) {
    long padding = convolution.pads().symmetric() ? convolution.pads().before() : 0;
    return new long[] {padding, padding};
  }

  private static long[] strides(Operator.Convolution convolution) {
    return new long[] {convolution.stride(), convolution.stride()};
  }
}
