package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelledLatencyModelTests {
  private static final LatencyModel ONE_A_BLOCK =
      graph -> new LatencyEstimate(graph.blocks().size(), 0.25);

  @Test
  void predictions_follow_the_level_that_most_networks_agree_on() {
    LayerGraph large = Spaces.largest();
    LayerGraph small = Spaces.smallest();
    LevelledLatencyModel model =
        LevelledLatencyModel.of(
            ONE_A_BLOCK,
            List.of(large, small, large),
            List.of(
                measured(1.25 * large.blocks().size()),
                measured(1.25 * small.blocks().size()),
                measured(3.0 * large.blocks().size())));
    assertEquals(1.25, model.level(), 1e-12);
    LatencyEstimate estimate = model.predict(small);
    assertEquals(1.25 * small.blocks().size(), estimate.millis(), 1e-12);
    assertEquals(1.25 * 0.25, estimate.uncertaintyMillis(), 1e-12);
  }

  @Test
  void a_level_that_is_not_a_positive_number_is_refused() {
    assertThrows(
        InvalidInputException.class, () -> new LevelledLatencyModel(ONE_A_BLOCK, Double.NaN));
    assertThrows(InvalidInputException.class, () -> new LevelledLatencyModel(ONE_A_BLOCK, 0));
  }

  private static LatencyMeasurement measured(double millis) {
    return LatencyMeasurement.of("any", List.of(List.of(0.0, millis)));
  }
}
