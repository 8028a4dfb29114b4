package io.hwnas.space;

import java.util.List;

/**
 * One block of a {@link LayerGraph}: the unit that latency tables have entries for.
 *
 * @param id unique id: {@code stem}, {@code s1.b0} (stage, block), {@code head}
 * @param key what its cost depends on, as text; blocks of equal keys are the same computation
 * @param input shape in
 * @param output shape out
 * @param layers its layers in order
 */
public record LoweredBlock(
    String id, String key, TensorShape input, TensorShape output, List<Layer> layers) {
  /** Copies the list. */
  public LoweredBlock {
    layers = List.copyOf(layers);
  }
}
