package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which shapes the blocks of a stage may have: kernel and expansion chosen apart, or whole shapes.
 *
 * <p>A list of a single knob is one that all blocks of the stage share.
 *
 * @param kernels kernel of each block; empty where whole shapes are chosen
 * @param expansions expansion of each block; empty where blocks have none or whole shapes are
 *     chosen
 * @param shapes shape of each block; empty where kernel and expansion are chosen apart
 */
record BlockChoices(
    List<Knob<Integer>> kernels, List<Knob<Expansion>> expansions, List<Knob<BlockShape>> shapes) {
  BlockChoices {
    kernels = List.copyOf(kernels);
    expansions = List.copyOf(expansions);
    shapes = List.copyOf(shapes);
  }

  /** Returns all knobs in the order of decisions. */
  List<Knob<?>> knobs() {
    List<Knob<?>> knobs = new ArrayList<>(kernels);
    knobs.addAll(expansions);
    knobs.addAll(shapes);
    return knobs;
  }

  /** Returns the knobs that a stage of so many blocks asks. */
  List<Knob<?>> asked(int depth) {
    List<Knob<?>> asked = new ArrayList<>();
    for (List<? extends Knob<?>> list : List.of(kernels, expansions, shapes)) {
      asked.addAll(list.subList(0, Math.min(depth, list.size())));
    }
    return asked;
  }

  /** Returns the shape chosen for the block at a place. */
  BlockShape shape(SpaceChoices choices, int block) {
    if (!shapes.isEmpty()) {
      return choices.value(at(shapes, block));
    }
    Optional<Expansion> expansion =
        expansions.isEmpty() ? Optional.empty() : Optional.of(choices.value(at(expansions, block)));
    return BlockShape.inverted(choices.value(at(kernels, block)), expansion);
  }

  boolean hasProjection() {
    return shapes.stream().anyMatch(knob -> knob.values().contains(BlockShape.PROJECTION));
  }

  BlockChoices scaled(double alpha) {
    return new BlockChoices(
        kernels,
        expansions.stream().map(knob -> knob.mapped(value -> value.scaled(alpha))).toList(),
        shapes);
  }

  static <T> Knob<T> at(List<Knob<T>> knobs, int block) {
    return knobs.get(Math.min(block, knobs.size() - 1));
  }
}
