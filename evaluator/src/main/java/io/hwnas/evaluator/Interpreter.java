package io.hwnas.evaluator;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Runs a graph in libtorch, layer by layer, on the parameters of a source: no module classes, no
 * state of its own.
 *
 * <p>Images are [N, C, H, W], channels-last in memory. A graph that ends in a fully connected layer
 * gives [N, features].
 */
final class Interpreter {
  private final Operators operators;

  Interpreter(LayerGraph graph) {
    this.operators = new Operators(graph);
  }

  LayerGraph graph() {
    return operators.graph();
  }

  /** Tells whether a pass can go on with nothing but what a layer computed. */
  boolean canGoOnFrom(Layer layer) {
    return operators.canGoOnFrom(layer);
  }

  /** Computes the output; call it inside a scope without gradients. */
  Tensor forward(Tensor images, ParameterSource source, Pass pass) {
    try (KeptValues nothing = new KeptValues()) {
      return forward(() -> images, source, pass, nothing);
    }
  }

  /**
   * Computes the output from the last layer that is kept, or from the images where none is; call it
   * inside a scope without gradients.
   *
   * <p>A layer's output is let go as soon as no later layer reads it, so that memory still warm in
   * the cache is used again.
   */
  Tensor forward(Supplier<Tensor> images, ParameterSource source, Pass pass, KeptValues kept) {
    List<Layer> layers = graph().layers();
    Tensor[] values = new Tensor[layers.size()];
    int from = kept.last();
    if (from != Layer.NETWORK_INPUT) {
      values[from] = kept.lastValue();
    }
    for (Layer layer : layers.subList(from + 1, layers.size())) {
      List<Integer> inputs = layer.inputs();
      Tensor first = value(values, inputs.get(0), images);
      values[layer.index()] =
          inputs.size() == 1
              ? operators.unary(layer, first, source, pass)
              : operators.binary(layer, first, value(values, inputs.get(1), images));
      kept.offer(layer, values[layer.index()]);
      for (int input : inputs) {
        if (operators.isLastUse(input, layer)) {
          values[input].close();
        }
      }
    }
    return values[values.length - 1];
  }

  /** Begins a pass whose gradients will be asked for; call it inside a scope without gradients. */
  TrainingPass train(Tensor images, ParameterSource source, Pass pass) {
    return new TrainingPass(operators, source, pass, images);
  }

  private static Tensor value(Tensor[] values, int index, Supplier<Tensor> images) {
    return index == Layer.NETWORK_INPUT ? images.get() : values[index];
  }
}
