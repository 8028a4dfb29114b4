package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterSelectionTests {
  private static final LayerGraph GRAPH = LayerGraph.of(Networks.small());
  private static final Weights WEIGHTS = Networks.weights(Networks.small());

  private static List<Integer> kept(FilterSelection selection, Weights weights, long seed) {
    return selection.importance(GRAPH, weights, seed).strongest("s1.b1.expansion", 3);
  }

  private static Weights raised(Weights weights, String name, int place, float value) {
    FloatTensor tensor = weights.get(name);
    float[] values = tensor.values();
    values[place] = value;
    return weights.with(name, new FloatTensor(tensor.shape(), values));
  }

  @Test
  void batch_norm_keeps_the_channels_of_largest_scales_whatever_their_sign() {
    Weights weights = raised(WEIGHTS, "s1.b1.expand.bn.weight", 40, -9);
    weights = raised(weights, "s1.b1.depthwise.bn.weight", 7, 9);
    weights = raised(weights, "s1.b1.expand.bn.weight", 63, 9);
    assertEquals(List.of(7, 40, 63), kept(FilterSelection.BATCH_NORM, weights, 1));
    assertEquals(
        kept(FilterSelection.MAGNITUDE, WEIGHTS, 1), kept(FilterSelection.MAGNITUDE, weights, 1));
  }

  @Test
  void where_no_batch_norm_scales_a_group_its_filters_decide() {
    assertEquals(
        FilterImportance.of(GRAPH, WEIGHTS).strongest("head.hidden", 8),
        FilterImportance.ofBatchNorms(GRAPH, WEIGHTS).strongest("head.hidden", 8));
  }

  @Test
  void importances_from_elsewhere_decide_and_must_be_of_the_network() {
    double[] scores = new double[64];
    scores[3] = 1;
    scores[9] = 2;
    scores[60] = 0.5;
    FilterSelection given =
        (graph, weights, seed) ->
            FilterImportance.ofScores(graph, Map.of("s1.b1.expansion", scores));
    assertEquals(List.of(3, 9, 60), kept(given, WEIGHTS, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> FilterImportance.ofScores(GRAPH, Map.of("s1.b1.expansion", new double[63])));
  }

  @Test
  void chance_repeats_with_its_seed_alone() {
    assertEquals(
        kept(FilterSelection.RANDOM, WEIGHTS, 1), kept(FilterSelection.RANDOM, WEIGHTS, 1));
    assertNotEquals(
        kept(FilterSelection.RANDOM, WEIGHTS, 1), kept(FilterSelection.RANDOM, WEIGHTS, 2));
  }
}
