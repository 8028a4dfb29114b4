package io.hwnas.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one stage of a space may be.
 *
 * @param depth number of blocks
 * @param width channels out of each block; empty where they are the stage's input channels
 * @param shapes kernels and expansions of the blocks
 * @param squeezeExcite whether blocks have a squeeze-excite
 * @param gate gate of the squeeze-excites
 * @param squeezeRule what the squeeze channels follow
 * @param nonlinearity nonlinearity of the blocks
 * @param residual whether blocks of stride 1 and equal widths have a residual
 * @param stride stride of the first block
 */
record StageSpace(
    Knob<Integer> depth,
    Optional<Knob<Integer>> width,
    BlockChoices shapes,
    Knob<Boolean> squeezeExcite,
    Gate gate,
    SqueezeRule squeezeRule,
    Knob<Nonlinearity> nonlinearity,
    Knob<Boolean> residual,
    int stride) {

  /** Returns all knobs in the order of decisions. */
  List<Knob<?>> knobs() {
    List<Knob<?>> knobs = new ArrayList<>(List.of(depth));
    width.ifPresent(knobs::add);
    knobs.addAll(List.of(squeezeExcite, nonlinearity, residual));
    knobs.addAll(shapes.knobs());
    return knobs;
  }

  /** Counts the choices that differ after those of absent blocks are disregarded. */
  BigInteger size() {
    BigInteger bodies =
        depth.values().stream().map(this::bodies).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger widths = width.map(Knob::count).orElse(BigInteger.ONE);
    return bodies
        .multiply(widths)
        .multiply(squeezeExcite.count())
        .multiply(nonlinearity.count())
        .multiply(residual.count());
  }

  /** Counts the choices that the blocks of a depth leave open. */
  BigInteger bodies(int blocks) {
    return shapes.asked(blocks).stream()
        .map(Knob::count)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** Builds the block at a place of the stage. */
  Block block(SpaceChoices choices, int index, int inputChannels) {
    int blockStride = index == 0 ? stride : 1;
    int outputChannels = width.map(choices::value).orElse(inputChannels);
    BlockShape shape = shapes.shape(choices, index);
    if (shape.projection()) {
      return new PlainConvolution(1, blockStride, outputChannels, Optional.empty());
    }
    OptionalInt expansion =
        shape.expansion().isPresent()
            ? OptionalInt.of(shape.expansion().get().channels(inputChannels))
            : OptionalInt.empty();
    SqueezeExcite excite =
        SqueezeExcite.of(squeezeRule, gate, inputChannels, expansion.orElse(inputChannels));
    return new InvertedResidual(
        shape.kernel(),
        blockStride,
        expansion,
        outputChannels,
        choices.value(squeezeExcite) ? Optional.of(excite) : Optional.empty(),
        choices.value(nonlinearity),
        choices.value(residual) && blockStride == 1 && inputChannels == outputChannels);
  }

  /** Returns the same stage with its widths under a width multiplier. */
  StageSpace scaled(double alpha) {
    return new StageSpace(
        depth,
        width.map(knob -> SpaceLayout.scaled(knob, alpha)),
        shapes.scaled(alpha),
        squeezeExcite,
        gate,
        squeezeRule,
        nonlinearity,
        residual,
        stride);
  }

  /** Returns the same stage without stride. */
  StageSpace withoutStride() {
    return new StageSpace(
        depth, width, shapes, squeezeExcite, gate, squeezeRule, nonlinearity, residual, 1);
  }
}
