package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LevelNetworksTests {
  private static final LatencyModel ONE_A_BLOCK =
      graph -> new LatencyEstimate(graph.blocks().size(), 0.25);

  @Test
  void the_level_is_what_most_networks_agree_on_whatever_else_was_timed() {
    LayerGraph large = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-large@28"));
    LayerGraph small = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@28"));
    List<LatencyMeasurement> measured =
        List.of(
            measured(7),
            measured(1.25 * large.blocks().size()),
            measured(1.25 * small.blocks().size()),
            measured(3.0 * large.blocks().size()));
    LevelNetworks networks = new LevelNetworks(List.of(large, small, large), false);
    assertEquals(1.25, networks.level(ONE_A_BLOCK, measured), 1e-12);
  }

  private static LatencyMeasurement measured(double millis) {
    return new LatencyMeasurement("any", millis, millis, millis, 1, 0, 0, List.of(millis));
  }
}
