package io.hwnas.latency;

import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.probe.PlannedNetwork;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.List;

/**
 * A network that is exported, with weights that are the same every time, when it is loaded.
 *
 * @param name the name under which it is reported
 * @param graph its graph
 */
public record GraphNetwork(String name, LayerGraph graph) implements TimedNetwork {
  /**
   * Returns the network of a graph.
   *
   * @param graph the graph, whose name it bears
   * @return the network
   */
  public static GraphNetwork of(LayerGraph graph) {
    return new GraphNetwork(graph.name(), graph);
  }

  /** The ids of the blocks of a graph, in their order. */
  static List<String> blockIds(LayerGraph graph) {
    return graph.blocks().stream().map(LoweredBlock::id).toList();
  }

  /** A graph under the digest of its blocks, to be profiled. */
  static PlannedNetwork planned(LayerGraph graph) {
    return new PlannedNetwork(new GraphNetwork(NetworkDigest.of(graph), graph), blockIds(graph));
  }

  @Override
  public byte[] onnx() {
    return onnx(1);
  }

  @Override
  public byte[] onnx(int batch) {
    OnnxWriter.requireFits(graph);
    return OnnxWriter.toBytes(
        graph, MeasurementWeights.of(graph), OnnxForm.DEFAULT.withBatch(batch));
  }
}
