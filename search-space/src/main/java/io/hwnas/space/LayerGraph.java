package io.hwnas.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operators a network has, with which shapes and under which parameter names: the one
 * lowering that cost, export, training and latency keys read.
 *
 * @param name name of the architecture
 * @param input shape of one input image
 * @param layers operators in an order in which each follows its inputs; the last computes the
 *     output
 * @param blocks the same layers by block
 * @param channelGroups the channels that change only together, by id
 */
public record LayerGraph(
    String name,
    TensorShape input,
    List<Layer> layers,
    List<LoweredBlock> blocks,
    Map<String, ChannelGroup> channelGroups) {
  /** Copies the lists. */
  public LayerGraph {
    layers = List.copyOf(layers);
    blocks = List.copyOf(blocks);
    channelGroups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(channelGroups));
  }

  /**
   * Lowers an architecture.
   *
   * @param architecture the architecture
   * @return its graph
   * @throws InvalidInputException if a feature map would vanish
   */
  public static LayerGraph of(Architecture architecture) {
    return new Lowering(architecture).lower();
  }

  /**
   * Returns all parameters in the order of the layers.
   *
   * @return all parameters in the order of the layers
   */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    layers.forEach(layer -> parameters.addAll(layer.parameters()));
    return List.copyOf(parameters);
  }

  /**
   * Finds the layers whose filters make channels: convolutions and fully connected layers, but not
   * depthwise convolutions, which pass channels on, nor the excitation of a squeeze-excite, which
   * scales them.
   *
   * @return the layers in their order; the first parameter of each is the weight, a filter a row
   */
  public List<Layer> producers() {
    Set<Integer> excitations = new HashSet<>();
    for (Layer layer : layers) {
      if (layer.operator() instanceof Operator.Gating) {
        excitations.addAll(layer.inputs());
      }
    }
    return layers.stream()
        .filter(layer -> !excitations.contains(layer.index()) && produces(layer.operator()))
        .toList();
  }

  private static boolean produces(Operator operator) {
    return operator instanceof Operator.Linear
        || (operator instanceof Operator.Convolution convolution && convolution.groups() == 1);
  }

  /**
   * Returns the shape of the last layer's output.
   *
   * @return the shape of the last layer's output
   */
  public TensorShape output() {
    return layers.get(layers.size() - 1).output();
  }

  /**
   * Finds a block.
   *
   * @param id its id
   * @return the block, or empty where there is none of that id
   */
  public Optional<LoweredBlock> block(String id) {
    return blocks.stream().filter(block -> block.id().equals(id)).findFirst();
  }

  /**
   * Returns one block as a network of its own, with the same layer and parameter names.
   *
   * @param block a block of this graph
   * @return a graph whose input is the block's input
   */
  public LayerGraph isolate(LoweredBlock block) {
    int first = block.layers().get(0).index();
    List<Layer> moved = new ArrayList<>();
    for (Layer layer : block.layers()) {
      List<Integer> inputs =
          layer.inputs().stream()
              .map(input -> input < first ? Layer.NETWORK_INPUT : input - first)
              .toList();
      moved.add(
          new Layer(
              layer.index() - first,
              layer.name(),
              layer.blockId(),
              layer.operator(),
              inputs,
              layer.output(),
              layer.parameters()));
    }
    LoweredBlock alone =
        new LoweredBlock(block.id(), block.key(), block.input(), block.output(), moved);
    return new LayerGraph(
        name + "#" + block.id(), block.input(), moved, List.of(alone), channelGroups);
  }
}
