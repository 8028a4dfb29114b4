package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotWriterTests {
  @Test
  void everyLayerIsABoxAndEveryInputAnEdge() {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(5)).draw("a \"net\""));
    String dot = DotWriter.write(graph);
    assertTrue(dot.startsWith("digraph \"a \\\"net\\\"\" {\n"), dot);
    assertTrue(dot.endsWith("}\n"));
    assertEquals(
        graph.layers().stream().mapToInt(layer -> layer.inputs().size()).sum(),
        dot.lines().filter(line -> line.contains(" -> ")).count());
    for (Layer layer : graph.layers()) {
      assertTrue(dot.contains("    l" + layer.index() + " [label="));
    }
    assertEquals(
        graph.blocks().size(), dot.lines().filter(line -> line.contains("subgraph")).count());
  }

  @Test
  void aBlockAloneReadsTheInput() {
    LayerGraph graph = LayerGraph.of(new RandomNetworks(new Random(6)).draw("net"));
    String dot = DotWriter.write(graph.isolate(graph.blocks().get(2)));
    assertTrue(dot.contains("input -> l0;"), dot);
  }
}
