package io.hwnas.export;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.Operator;
import io.hwnas.space.Parameter;
import io.hwnas.space.Parameter.Role;
import java.util.List;
import java.util.Optional;

/**
 * A convolution that computes what a convolution and the batch norm after it compute in inference.
 *
 * <p>With s = γ/√(σ² + ε) per output channel: w' = s·w and b' = β + s·(b − μ) (Jacob et al. 2017,
 * "Quantization and Training of Neural Networks", section 3.2), in double, stored in float.
 *
 * @param weight [out, in/groups, k, k]
 * @param bias [out], where there is one
 */
record FoldedConvolution(FloatTensor weight, Optional<FloatTensor> bias) {
  /**
   * Takes a convolution as it is.
   *
   * @param convolution the convolution's layer
   * @param weights weights that fit it
   */
  static FoldedConvolution plain(Layer convolution, Weights weights) {
    return new FoldedConvolution(
        tensor(convolution, Role.WEIGHT, weights).orElseThrow(),
        tensor(convolution, Role.BIAS, weights));
  }

  /**
   * Folds a batch norm into the convolution before it.
   *
   * @param convolution the convolution's layer
   * @param batchNorm the batch norm's layer
   * @param weights weights that fit both
   * @throws InvalidInputException if the folded values are not finite
   */
  static FoldedConvolution of(Layer convolution, Layer batchNorm, Weights weights) {
    FoldedConvolution plain = plain(convolution, weights);
    double epsilon = ((Operator.BatchNormalization) batchNorm.operator()).constants().epsilon();
    FloatTensor gamma = tensor(batchNorm, Role.SCALE, weights).orElseThrow();
    FloatTensor beta = tensor(batchNorm, Role.SHIFT, weights).orElseThrow();
    FloatTensor mean = tensor(batchNorm, Role.RUNNING_MEAN, weights).orElseThrow();
    FloatTensor variance = tensor(batchNorm, Role.RUNNING_VARIANCE, weights).orElseThrow();

    int channels = gamma.size();
    float[] weight = plain.weight.values();
    float[] bias = new float[channels];
    int filter = weight.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      double scale = gamma.get(channel) / Math.sqrt(variance.get(channel) + epsilon);
      double before = plain.bias.isPresent() ? plain.bias.get().get(channel) : 0;
      bias[channel] = (float) (beta.get(channel) + scale * (before - mean.get(channel)));
      requireFinite(bias[channel], batchNorm);
      for (int i = channel * filter; i < (channel + 1) * filter; i++) {
        weight[i] = (float) (scale * weight[i]);
        requireFinite(weight[i], batchNorm);
      }
    }
    return new FoldedConvolution(
        FloatTensor.owning(plain.weight.shape(), weight),
        Optional.of(FloatTensor.owning(List.of(channels), bias)));
  }

  private static void requireFinite(float value, Layer batchNorm) {
    if (!Float.isFinite(value)) {
      throw new InvalidInputException(
          "layer %s: folding its batch norm gives %s; its weights are not finite or its running"
                  .formatted(batchNorm.name(), value)
              + " variance is negative; train again or give other weights");
    }
  }

  private static Optional<FloatTensor> tensor(Layer layer, Role role, Weights weights) {
    return layer.parameters().stream()
        .filter(parameter -> parameter.role() == role)
        .map(Parameter::name)
        .map(weights::get)
        .findFirst();
  }
}
