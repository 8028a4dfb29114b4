package io.hwnas.latency;

import io.hwnas.space.LayerGraph;

/** A network to be timed. */
public sealed interface TimedNetwork {
  /**
   * Returns the name under which it is reported.
   *
   * @return the name
   */
  String name();

  /**
   * A network that is exported with random weights.
   *
   * @param name the name under which it is reported
   * @param graph its graph
   */
  record OfGraph(String name, LayerGraph graph) implements TimedNetwork {}

  /** A network that is read from the bytes of an ONNX file. */
  final class OfModel implements TimedNetwork {
    private final String name;
    private final byte[] onnx;

    private OfModel(String name, byte[] onnx) {
      this.name = name;
      this.onnx = onnx;
    }

    @Override
    public String name() {
      return name;
    }

    byte[] onnx() {
      return onnx;
    }
  }

  /**
   * Returns a network exported with random weights when it is loaded.
   *
   * @param graph its graph, whose name it bears
   * @return the network
   */
  static TimedNetwork of(LayerGraph graph) {
    return new OfGraph(graph.name(), graph);
  }

  /**
   * Returns a network given as an ONNX file.
   *
   * @param name the name under which it is reported
   * @param onnx the bytes of the file; one float input of known shape (a free batch dimension
   *     counts as 1) and one float output
   * @return the network
   */
  static TimedNetwork ofOnnx(String name, byte[] onnx) {
    return new OfModel(name, onnx.clone());
  }
}
