package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.nio.ReadOnlyBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightsTests {
  private final LayerGraph graph =
      LayerGraph.of(new RandomNetworks(new Random(12)).draw("network"));
  private final Weights weights = WeightInit.training(graph, new Random(1));

  @Test
  void aTensorCannotBeChangedFromOutside() {
    float[] values = {1, 2};
    FloatTensor tensor = new FloatTensor(List.of(2), values);
    values[0] = 9;
    tensor.values()[1] = 9;
    assertEquals(new FloatTensor(List.of(2), new float[] {1, 2}), tensor);
    assertThrows(ReadOnlyBufferException.class, () -> tensor.buffer().put(0, 9));
  }

  @Test
  void aTensorsShapeMustHoldItsValues() {
    assertThrows(
        IllegalArgumentException.class, () -> new FloatTensor(List.of(2, 2), new float[3]));
    assertThrows(IllegalArgumentException.class, () -> new FloatTensor(List.of(0), new float[0]));
  }

  @Test
  void aMissingTensorIsNamed() {
    Map<String, FloatTensor> fewer = new LinkedHashMap<>(weights.tensors());
    fewer.remove("stem.bn.bias");
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> Weights.of(fewer).requireFits(graph));
    assertTrue(e.getMessage().contains("no tensor 'stem.bn.bias'"), e.getMessage());
  }

  @Test
  void anotherShapeIsNamedWithBothShapes() {
    Weights wrong = weights.with("stem.bn.bias", FloatTensor.filled(List.of(77), 0));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> wrong.requireFits(graph));
    String channels = weights.get("stem.bn.bias").shape().toString();
    assertTrue(e.getMessage().contains("'stem.bn.bias' is [77], not " + channels), e.getMessage());
  }

  @Test
  void oneMoreTensorFitsButNotExactly() {
    Weights more = weights.with("s9.b9.bias", FloatTensor.filled(List.of(1), 0));
    more.requireFits(graph);
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> more.requireFitsExactly(graph));
    assertTrue(e.getMessage().contains("no parameter 's9.b9.bias'"), e.getMessage());
  }

  @Test
  void aBlocksWeightsAreSelected() {
    LayerGraph stem = graph.isolate(graph.blocks().get(0));
    Weights selected = weights.select(stem);
    assertEquals(5, selected.names().size());
    selected.requireFitsExactly(stem);
  }
}
