package io.hwnas.latency;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.List;

/** Cuts consecutive blocks out of a network. */
final class BlockRange {
  private BlockRange() {}

  /**
   * Returns consecutive blocks as a network of their own, with the same layer and parameter names.
   *
   * @param graph the whole network
   * @param first index of the first block
   * @param last index of the last block
   * @return a graph whose input is the first block's input
   */
  static LayerGraph of(LayerGraph graph, int first, int last) {
    if (first == 0 && last == graph.blocks().size() - 1) {
      return graph;
    }
    List<LoweredBlock> blocks = graph.blocks().subList(first, last + 1);
    int offset = blocks.get(0).layers().get(0).index();
    List<Layer> layers = new ArrayList<>();
    List<LoweredBlock> moved = new ArrayList<>();
    for (LoweredBlock block : blocks) {
      int start = layers.size();
      block.layers().forEach(layer -> layers.add(moved(layer, offset)));
      moved.add(
          new LoweredBlock(
              block.id(),
              block.key(),
              block.input(),
              block.output(),
              layers.subList(start, layers.size())));
    }
    String name = "%s#%s-%s".formatted(graph.name(), moved.get(0).id(), last(moved).id());
    return new LayerGraph(name, blocks.get(0).input(), layers, moved, graph.channelGroups());
  }

  private static LoweredBlock last(List<LoweredBlock> blocks) {
    return blocks.get(blocks.size() - 1);
  }

  private static Layer moved(Layer layer, int offset) {
    List<Integer> inputs =
        layer.inputs().stream()
            .map(input -> input < offset ? Layer.NETWORK_INPUT : input - offset)
            .toList();
    return new Layer(
        layer.index() - offset,
        layer.name(),
        layer.blockId(),
        layer.operator(),
        inputs,
        layer.output(),
        layer.parameters());
  }
}
