package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTrendTests {
  private final LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small"));
  private final String odd = graph.blocks().get(4).key();

  /** A power of the multiply-adds, and one block twice as slow. */
  private LatencyEstimate predict(LayerGraph asked) {
    double millis = 0;
    for (Cost.OfBlock block : Cost.perBlock(asked)) {
      double times = block.block().key().equals(odd) ? 2 : 1;
      millis += times * 1e-5 * Math.pow(block.cost().madds(), 0.7);
    }
    return new LatencyEstimate(millis, 0);
  }

  @Test
  void flagsTheBlockThatIsSlowForItsMultiplyAddsAndNoOther() {
    BlockTrend trend = BlockTrend.of(graph, this::predict);
    assertEquals(graph.blocks().size(), trend.blocks().size());
    List<String> far =
        trend.blocks().stream()
            .filter(BlockTrend.Block::isFar)
            .map(BlockTrend.Block::id)
            .distinct()
            .toList();
    assertEquals(List.of(graph.blocks().get(4).id()), far);
    assertEquals(2, trend.blocks().get(4).ratio(), 1e-6);
    assertEquals(1, trend.blocks().get(3).ratio(), 1e-6);
  }

  @Test
  void blocksSumToTheNetwork() {
    BlockTrend trend = BlockTrend.of(graph, this::predict);
    assertEquals(
        predict(graph).millis(),
        trend.blocks().stream().mapToDouble(BlockTrend.Block::millis).sum(),
        1e-9);
    assertEquals(
        Cost.of(graph).madds(), trend.blocks().stream().mapToLong(BlockTrend.Block::madds).sum());
  }

  @Test
  void twoBlocksMakeNoTrend() {
    LayerGraph stem = graph.isolate(graph.blocks().get(0));
    BlockTrend trend = BlockTrend.of(stem, asked -> new LatencyEstimate(3, 0));
    assertFalse(trend.blocks().get(0).isFar());
    assertTrue(trend.blocks().get(0).millis() > 0);
  }
}
