package io.hwnas.space;

import java.util.List;

/**
 * One operator of a network in place.
 *
 * @param index its place in {@link LayerGraph#layers()}
 * @param name unique name that begins with the block's id, such as {@code s1.b0/expand/conv}
 * @param blockId id of the block it belongs to
 * @param operator what it computes
 * @param inputs indexes of the layers it reads, or {@link #NETWORK_INPUT}
 * @param output shape of what it computes
 * @param parameters its parameters, in the order weight, bias; or scale, shift, running mean,
 *     running variance
 */
public record Layer(
    int index,
    String name,
    String blockId,
    Operator operator,
    List<Integer> inputs,
    TensorShape output,
    List<Parameter> parameters) {
  /** Stands in {@link #inputs} for the network's input. */
  public static final int NETWORK_INPUT = -1;

  /** Copies the lists. */
  public Layer {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
  }
}
