package io.hwnas.space;

import java.util.Optional;

/**
 * What kind of block a space puts in one place.
 *
 * @param projection whether it is a 1×1 convolution without nonlinearity, NAS-Bench-Macro's
 *     "identity" where a stage changes shape, and not an inverted residual
 * @param kernel kernel size
 * @param expansion expansion; empty where the block has none
 */
record BlockShape(boolean projection, int kernel, Optional<Expansion> expansion) {
  static final String PROJECTION_LABEL = "projection";

  static final BlockShape PROJECTION = new BlockShape(true, 1, Optional.empty());

  static BlockShape inverted(int kernel, Optional<Expansion> expansion) {
    return new BlockShape(false, kernel, expansion);
  }

  /** Tells whether a block that reads so many channels has this shape. */
  boolean fits(Block block, int input) {
    if (!(block instanceof InvertedResidual residual)) {
      return projection;
    }
    boolean sameExpansion =
        expansion
            .map(chosen -> residual.expansion().orElse(0) == chosen.channels(input))
            .orElse(residual.expansion().isEmpty());
    return !projection && residual.kernel() == kernel && sameExpansion;
  }

  @Override
  public String toString() {
    return projection
        ? PROJECTION_LABEL
        : "k" + kernel + expansion.map(chosen -> "-e" + chosen).orElse("");
  }
}
