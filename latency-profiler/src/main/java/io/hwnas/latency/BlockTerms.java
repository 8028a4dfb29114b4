package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * What a block's latency is a non-negative sum of, as its channels decide.
 *
 * <p>A convolution in the packed layout pays for channels rounded up, because it computes whole
 * vectors of them. One with a channel count that does not divide by 4 leaves that layout and has
 * constants of its own; so has what changes between layouts within the block. Fully connected
 * layers are convolutions of one pixel.
 */
final class BlockTerms {
  /** Counts that divide by this are packed. */
  static final int PACKED = 4;

  private final int rounding;
  private final List<Double> terms = new ArrayList<>(List.of(1.0));

  private BlockTerms(int rounding) {
    this.rounding = rounding;
  }

  /**
   * Returns the terms of a block.
   *
   * @param block the block
   * @param rounding what packed channels are rounded up to multiples of
   * @return as many terms, of equal meaning, for every block of a family
   */
  static double[] of(BlockKey block, int rounding) {
    BlockTerms terms = new BlockTerms(rounding);
    BlockKey.Channels channels = block.channels();
    switch (block.operator()) {
      case "inverted-residual" -> terms.invertedResidual(block);
      case "depthwise-separable" -> {
        terms.depthwise(block.outPixels(), channels.input());
        terms.layoutChange(
            block.outPixels(),
            channels.input(),
            isPacked(channels.input()),
            isPacked(channels.input(), channels.output()));
        terms.convolution(block.outPixels(), channels.input(), channels.output());
      }
      case BlockKey.HEAD -> terms.head(block);
      case BlockKey.STEM -> {
        // The first convolution reads the image as it is, whatever its channels.
        terms.convolution(block.outPixels(), PACKED, channels.output());
      }
      default -> {
        long taps = (long) block.kernel() * block.kernel();
        terms.convolution(taps * block.outPixels(), channels.input(), channels.output());
      }
    }
    return terms.terms.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void invertedResidual(BlockKey block) {
    BlockKey.Channels channels = block.channels();
    boolean expands = channels.expansion() > 0;
    int depthwise = expands ? channels.expansion() : channels.input();
    if (expands) {
      convolution(block.inPixels(), channels.input(), depthwise);
      layoutChange(
          block.inPixels(), depthwise, isPacked(channels.input(), depthwise), isPacked(depthwise));
    }
    depthwise(block.outPixels(), depthwise);
    if (channels.squeeze() > 0) {
      add((double) channels.squeeze() * depthwise);
      add(depthwise);
    }
    layoutChange(
        block.outPixels(), depthwise, isPacked(depthwise), isPacked(depthwise, channels.output()));
    convolution(block.outPixels(), depthwise, channels.output());
  }

  private void head(BlockKey block) {
    BlockKey.Channels channels = block.channels();
    int pooled = channels.input();
    if (channels.convolution() > 0) {
      convolution(block.inPixels(), pooled, channels.convolution());
      pooled = channels.convolution();
    }
    if (channels.hidden() > 0) {
      convolution(1, pooled, channels.hidden());
      pooled = channels.hidden();
    }
    convolution(1, pooled, channels.output());
  }

  private void convolution(double pixels, int in, int out) {
    boolean packed = isPacked(in, out);
    double roundIn = rounded(in);
    double roundOut = rounded(out);
    addIf(packed, pixels * in * roundOut);
    addIf(packed, pixels * roundIn * roundOut);
    addIf(packed, pixels * roundIn);
    addIf(packed, pixels * roundOut);
    addIf(!packed, 1);
    addIf(!packed, pixels * in * out);
    addIf(!packed, pixels * in);
    addIf(!packed, pixels * out);
  }

  private void depthwise(double pixels, int channels) {
    boolean packed = isPacked(channels);
    addIf(packed, pixels * rounded(channels));
    addIf(!packed, 1);
    addIf(!packed, pixels * channels);
  }

  private void layoutChange(double pixels, int channels, boolean before, boolean after) {
    addIf(before != after, pixels * channels);
  }

  private double rounded(int channels) {
    return Math.ceil(channels / (double) rounding) * rounding;
  }

  private void addIf(boolean applies, double term) {
    add(applies ? term : 0);
  }

  private void add(double term) {
    terms.add(term);
  }

  /** Tells whether a convolution of such channels is in the packed layout. */
  static boolean isPacked(int... channels) {
    for (int count : channels) {
      if (count % PACKED != 0) {
        return false;
      }
    }
    return true;
  }
}
