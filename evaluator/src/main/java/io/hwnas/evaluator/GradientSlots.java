package io.hwnas.evaluator;

import io.hwnas.space.Layer;
import org.bytedeco.pytorch.Tensor;

/** The loss's gradient by each layer's output, while it is being summed up and used. */
final class GradientSlots {
  private final Tensor[] sums;
  private final boolean[] exclusive;

  GradientSlots(int layers) {
    sums = new Tensor[layers];
    exclusive = new boolean[layers];
  }

  Tensor get(int layer) {
    return sums[layer];
  }

  /**
   * Adds a gradient, taking over its handle; what belongs to the network's input is dropped.
   *
   * @param alone whether nobody else reads the tensor behind it, so that it may be written to
   */
  void add(int layer, Tensor gradient, boolean alone) {
    if (layer == Layer.NETWORK_INPUT) {
      gradient.close();
    } else if (sums[layer] == null) {
      sums[layer] = gradient;
      exclusive[layer] = alone;
    } else if (exclusive[layer]) {
      sums[layer].add_(gradient);
      gradient.close();
    } else if (alone) {
      gradient.add_(sums[layer]);
      sums[layer].close();
      sums[layer] = gradient;
      exclusive[layer] = true;
    } else {
      Tensor sum = sums[layer].add(gradient);
      sums[layer].close();
      gradient.close();
      sums[layer] = sum;
      exclusive[layer] = true;
    }
  }

  void free(int layer) {
    sums[layer].close();
  }
}
