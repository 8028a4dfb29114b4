package io.hwnas.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one stage of a space may be.
 *
 * @param depth number of blocks
 * @param width channels out of each block
 * @param kernels kernel of each block; a single knob where all blocks share it
 * @param ratios expansion ratio of each block, as {@code kernels}; empty where blocks have no
 *     expansion
 * @param squeezeExcite whether blocks have a squeeze-excite
 * @param gate gate of the squeeze-excites
 * @param nonlinearity nonlinearity of the blocks
 * @param stride stride of the first block
 */
record StageSpace(
    Knob<Integer> depth,
    Knob<Integer> width,
    List<Knob<Integer>> kernels,
    List<Knob<Double>> ratios,
    Knob<Boolean> squeezeExcite,
    Gate gate,
    Knob<Nonlinearity> nonlinearity,
    int stride) {
  /** Channel counts are rounded to multiples of this, as throughout the MobileNet line. */
  private static final int DIVISOR = 8;

  StageSpace {
    kernels = List.copyOf(kernels);
    ratios = List.copyOf(ratios);
  }

  Knob<Integer> kernel(int block) {
    return kernels.get(Math.min(block, kernels.size() - 1));
  }

  Knob<Double> ratio(int block) {
    return ratios.get(Math.min(block, ratios.size() - 1));
  }

  static int expansion(int inputChannels, double ratio) {
    return ChannelRounding.makeDivisible(inputChannels * ratio, DIVISOR);
  }

  /** Builds the block at a place of the stage. */
  InvertedResidual block(SpaceChoices choices, int index, int inputChannels) {
    int blockStride = index == 0 ? stride : 1;
    int outputChannels = choices.value(width);
    OptionalInt expansion =
        ratios.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(expansion(inputChannels, choices.value(ratio(index))));
    SqueezeExcite excite =
        SqueezeExcite.of(
            SqueezeRule.ROUNDED_EXPANSION, gate, inputChannels, expansion.orElse(inputChannels));
    return new InvertedResidual(
        choices.value(kernel(index)),
        blockStride,
        expansion,
        outputChannels,
        choices.value(squeezeExcite) ? Optional.of(excite) : Optional.empty(),
        choices.value(nonlinearity),
        blockStride == 1 && inputChannels == outputChannels);
  }
}
