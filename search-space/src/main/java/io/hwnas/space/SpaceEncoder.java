package io.hwnas.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Finds the decisions that lead to one architecture; used once. */
final class SpaceEncoder {
  private final SpaceLayout layout;
  private final List<Decision> decisions;
  private final Architecture architecture;
  private final Map<String, Integer> found = new HashMap<>();

  SpaceEncoder(SpaceLayout layout, List<Decision> decisions, Architecture architecture) {
    this.layout = layout;
    this.decisions = decisions;
    this.architecture = architecture;
  }

  /** Returns the decisions; those that are switched off are 0. */
  DecisionVector encode() {
    find(layout.resolution(), value -> value == architecture.input().resolution());
    int channels = architecture.stem().outputChannels();
    int stem = channels;
    find(layout.stemWidth(), value -> value == stem);
    if (architecture.stages().size() != layout.stages().size()) {
      throw new InvalidInputException(
          "%s isn't in the space %s: it has %d stages, not %d"
              .formatted(
                  architecture.name(),
                  layout.name(),
                  architecture.stages().size(),
                  layout.stages().size()));
    }
    for (int i = 0; i < layout.stages().size(); i++) {
      List<Block> blocks = architecture.stages().get(i).blocks();
      stage(layout.stages().get(i), blocks, channels);
      channels = blocks.get(blocks.size() - 1).outputChannels();
    }
    ClassificationHead head = (ClassificationHead) architecture.head();
    layout
        .headConvolution()
        .ifPresent(knob -> find(knob, value -> is(value, head.convolutionChannels())));
    layout.headHidden().ifPresent(knob -> find(knob, value -> is(value, head.hiddenChannels())));
    return new DecisionVector(
        decisions.stream().map(decision -> found.getOrDefault(decision.name(), 0)).toList());
  }

  private void stage(StageSpace space, List<Block> blocks, int inputChannels) {
    find(space.depth(), value -> value == blocks.size());
    space.width().ifPresent(knob -> find(knob, value -> value == blocks.get(0).outputChannels()));
    blocks.stream()
        .filter(InvertedResidual.class::isInstance)
        .map(InvertedResidual.class::cast)
        .findFirst()
        .ifPresent(
            first -> {
              find(space.squeezeExcite(), value -> value == first.squeezeExcite().isPresent());
              find(space.nonlinearity(), value -> value == first.nonlinearity());
            });
    boolean joins = blocks.stream().anyMatch(Block::residual);
    find(space.residual(), value -> value == joins || !space.residual().open());
    shapes(space.shapes(), blocks, inputChannels);
  }

  private void shapes(BlockChoices choices, List<Block> blocks, int inputChannels) {
    int in = inputChannels;
    List<Integer> inputs = new ArrayList<>();
    for (Block block : blocks) {
      inputs.add(in);
      in = block.outputChannels();
    }
    each(choices.kernels(), blocks, (kernel, i) -> blocks.get(i).kernel() == kernel);
    each(
        choices.expansions(),
        blocks,
        (expansion, i) ->
            is(expansion.channels(inputs.get(i)), SpaceEncoder.expansion(blocks.get(i))));
    each(choices.shapes(), blocks, (shape, i) -> shape.fits(blocks.get(i), inputs.get(i)));
  }

  private static OptionalInt expansion(Block block) {
    return block instanceof InvertedResidual residual ? residual.expansion() : OptionalInt.empty();
  }

  /** Finds the choice of each block, or the one that fits them all where they share it. */
  private <T> void each(
      List<Knob<T>> knobs, List<Block> blocks, BiPredicate<T, Integer> fitsBlock) {
    if (knobs.size() == 1) {
      find(
          knobs.get(0),
          value -> IntStream.range(0, blocks.size()).allMatch(i -> fitsBlock.test(value, i)));
      return;
    }
    for (int i = 0; i < Math.min(blocks.size(), knobs.size()); i++) {
      int block = i;
      find(knobs.get(i), value -> fitsBlock.test(value, block));
    }
  }

  private static boolean is(int value, OptionalInt channels) {
    return channels.isPresent() && channels.getAsInt() == value;
  }

  private <T> void find(Knob<T> knob, Predicate<T> fits) {
    int index =
        knob.find(fits)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s isn't in the space %s: its %s is none of %s"
                            .formatted(
                                architecture.name(), layout.name(), knob.name(), knob.words())));
    found.put(knob.name(), index);
  }
}
