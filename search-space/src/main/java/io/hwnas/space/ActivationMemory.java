package io.hwnas.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many bytes of float32 activations are alive while each layer of a graph runs, batch 1.
 *
 * <p>A buffer lives from the layer that fills it to the last layer that reads it. Batch norms,
 * nonlinearities, gates, the scaling of a squeeze-excite and dropout work in place where nothing
 * else reads their input.
 */
final class ActivationMemory {
  private final LayerGraph graph;
  private final int[] lastReader;
  private final List<Integer> bufferOfLayer = new ArrayList<>();
  private final List<Long> bufferBytes = new ArrayList<>();
  private final List<Integer> bufferStart = new ArrayList<>();
  private final List<Integer> bufferEnd = new ArrayList<>();

  private ActivationMemory(LayerGraph graph) {
    this.graph = graph;
    this.lastReader = new int[graph.layers().size() + 1];
  }

  /** Returns the live bytes while each layer runs, in the order of layers. */
  static long[] liveBytes(LayerGraph graph) {
    return new ActivationMemory(graph).compute();
  }

  private long[] compute() {
    Arrays.fill(lastReader, Layer.NETWORK_INPUT);
    for (Layer layer : graph.layers()) {
      layer.inputs().forEach(input -> lastReader[input + 1] = layer.index());
    }
    allocate(Layer.NETWORK_INPUT, graph.input());
    for (Layer layer : graph.layers()) {
      int first = layer.inputs().get(0);
      boolean inPlace =
          first != Layer.NETWORK_INPUT
              && worksInPlace(layer.operator())
              && lastReader[first + 1] == layer.index();
      if (inPlace) {
        int buffer = bufferOfLayer.get(first + 1);
        bufferOfLayer.add(buffer);
        bufferEnd.set(buffer, end(layer.index()));
      } else {
        allocate(layer.index(), layer.output());
      }
    }
    return sum();
  }

  private void allocate(int layer, TensorShape shape) {
    bufferOfLayer.add(bufferBytes.size());
    bufferBytes.add(shape.elements() * Float.BYTES);
    bufferStart.add(layer);
    bufferEnd.add(end(layer));
  }

  private int end(int layer) {
    return Math.max(layer, lastReader[layer + 1]);
  }

  private long[] sum() {
    long[] live = new long[graph.layers().size()];
    for (int buffer = 0; buffer < bufferBytes.size(); buffer++) {
      for (int i = Math.max(0, bufferStart.get(buffer)); i <= bufferEnd.get(buffer); i++) {
        live[i] += bufferBytes.get(buffer);
      }
    }
    return live;
  }

  private static boolean worksInPlace(Operator operator) {
    return operator instanceof Operator.BatchNormalization
        || operator instanceof Operator.Activation
        || operator instanceof Operator.Gating
        || operator instanceof Operator.Scale
        || operator instanceof Operator.Dropout;
  }
}
