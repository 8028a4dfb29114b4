package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlicedGraphTests {
  private static final int BYTES_AT_16_BITS = 2;

  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  private static LayerGraph graph(String name) {
    return LayerGraph.of(ReferenceNetworks.named(name));
  }

  /** MobileNetV2, table 3: 400K at 112×112×16, against MobileNetV1's 1600K at 112×112×64. */
  @Test
  void theLargestTensorsAreThoseOfTheMobileNetV2Paper() {
    LayerGraph second = SlicedGraph.of(graph("mobilenet-v2")).graph();
    assertEquals(401_408, BYTES_AT_16_BITS * SlicedGraph.largestTensorElements(second));
    LayerGraph first = graph("mobilenet-v1");
    assertEquals(1_605_632, BYTES_AT_16_BITS * SlicedGraph.largestTensorElements(first));
    assertEquals(first.layers(), SlicedGraph.of(first).graph().layers());
  }

  @Test
  void slicesTakeLessMemory() {
    for (String name : new String[] {"mobilenet-v2", "mobilenet-v3-large", "mnasnet-b1"}) {
      LayerGraph whole = graph(name);
      long plain = Cost.of(whole).peakBytes();
      long sliced = Cost.of(SlicedGraph.of(whole).graph()).peakBytes();
      assertTrue(sliced < plain, name + " " + plain + " " + sliced);
    }
  }

  @Property(tries = 300)
  void slicesDoTheSameMultiplyAdds(@ForAll("architectures") Architecture architecture) {
    LayerGraph whole = LayerGraph.of(architecture);
    LayerGraph sliced = SlicedGraph.of(whole).graph();
    assertEquals(Cost.of(whole).madds(), Cost.of(sliced).madds());
    assertEquals(whole.output(), sliced.output());
    assertTrue(
        SlicedGraph.largestTensorElements(sliced) <= SlicedGraph.largestTensorElements(whole));
    for (Layer layer : sliced.layers()) {
      assertTrue(layer.inputs().stream().allMatch(input -> input < layer.index()));
    }
  }
}
