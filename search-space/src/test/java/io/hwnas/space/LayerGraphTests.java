package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LayerGraphTests {
  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void everyValidArchitectureLowers(@ForAll("architectures") Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    assertEquals(architecture.blocks().size() + 2, graph.blocks().size());
    ClassificationHead head = (ClassificationHead) architecture.head();
    assertEquals(new TensorShape(head.classes(), 1, 1), graph.output());
  }

  @Property(tries = 200)
  void everyLayerFollowsItsInputsUnderAUniqueName(
      @ForAll("architectures") Architecture architecture) {
    assertWellFormed(LayerGraph.of(architecture));
  }

  private static void assertWellFormed(LayerGraph graph) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < graph.layers().size(); i++) {
      Layer layer = graph.layers().get(i);
      assertEquals(i, layer.index());
      assertTrue(names.add(layer.name()));
      assertTrue(layer.name().startsWith(layer.blockId() + "/"));
      for (int input : layer.inputs()) {
        assertTrue(input >= Layer.NETWORK_INPUT && input < i);
      }
    }
    Set<String> parameters = new HashSet<>();
    for (Parameter parameter : graph.parameters()) {
      assertTrue(parameters.add(parameter.name()));
    }
  }

  @Property(tries = 200)
  void blocksCoverTheLayersAndStandAloneWithTheSameNames(
      @ForAll("architectures") Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    List<Layer> covered = new ArrayList<>();
    List<Parameter> parameters = new ArrayList<>();
    TensorShape shape = graph.input();
    for (LoweredBlock block : graph.blocks()) {
      assertEquals(shape, block.input());
      shape = block.output();
      covered.addAll(block.layers());
      LayerGraph alone = graph.isolate(block);
      assertWellFormed(alone);
      assertEquals(block.input(), alone.input());
      assertEquals(block.output(), alone.output());
      assertEquals(List.of(block.key()), alone.blocks().stream().map(LoweredBlock::key).toList());
      assertEquals(
          block.layers().stream().map(Layer::name).toList(),
          alone.layers().stream().map(Layer::name).toList());
      parameters.addAll(alone.parameters());
    }
    assertEquals(graph.layers(), covered);
    assertEquals(graph.parameters(), parameters);
    assertEquals(graph.output(), shape);
  }

  @Property(tries = 200)
  void channelsOfParametersAreTheSizesOfTheirGroups(
      @ForAll("architectures") Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    Map<String, ChannelGroup> groups = graph.channelGroups();
    for (Parameter parameter : graph.parameters()) {
      for (Parameter.Axis axis : parameter.axes()) {
        if (groups.containsKey(axis.group())) {
          assertEquals(groups.get(axis.group()).channels(), axis.size(), parameter.name());
        } else {
          assertTrue(Set.of(Parameter.Axis.KERNEL, Parameter.Axis.SINGLE).contains(axis.group()));
        }
      }
    }
  }

  @Test
  void padsAsTensorFlowDoesWhereAsked() {
    assertEquals(new Pads(0, 1), Padding.SAME.along(8, 3, 2));
    assertEquals(new Pads(1, 1), Padding.SAME.along(7, 3, 2));
    assertEquals(new Pads(2, 2), Padding.SYMMETRIC.along(8, 5, 2));
  }

  @Test
  void refusesAResidualBetweenUnequalWidths() {
    Architecture good = ReferenceNetworks.named("mobilenet-v3-large");
    Stem wider = new Stem(3, 2, 24, Nonlinearity.HSWISH);
    assertThrows(
        InvalidInputException.class,
        () ->
            new Architecture(
                "bad",
                good.input(),
                wider,
                good.stages(),
                good.head(),
                good.batchNorm(),
                good.padding()));
  }
}
