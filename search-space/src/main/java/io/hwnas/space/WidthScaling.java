package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Applies a width multiplier to an architecture; used once. */
final class WidthScaling {
  private final Architecture published;
  private final double alpha;
  private final WidthRule rule;

  /** Channels of the feature map that the next block reads, published and scaled. */
  private int publishedChannels;

  private int channels;

  WidthScaling(Architecture published, double alpha, WidthRule rule) {
    this.published = published;
    this.alpha = alpha;
    this.rule = rule;
    this.publishedChannels = published.stem().outputChannels();
    this.channels = rule.width(publishedChannels, alpha);
  }

  Architecture scale() {
    Stem stem = published.stem().withOutputChannels(channels);
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : published.stages()) {
      List<Block> blocks = new ArrayList<>();
      for (Block block : stage.blocks()) {
        blocks.add(block(block));
        publishedChannels = block.outputChannels();
        channels = blocks.get(blocks.size() - 1).outputChannels();
      }
      stages.add(new Stage(blocks));
    }
    return published.withBody(stem, stages).withHead(head((ClassificationHead) published.head()));
  }

  private Block block(Block block) {
    int out = rule.width(block.outputChannels(), alpha);
    if (block instanceof InvertedResidual residual) {
      return invertedResidual(residual, out);
    }
    if (block instanceof PlainConvolution plain) {
      return new PlainConvolution(plain.kernel(), plain.stride(), out, plain.nonlinearity());
    }
    DepthwiseSeparable separable = (DepthwiseSeparable) block;
    return new DepthwiseSeparable(
        separable.kernel(), separable.stride(), out, separable.nonlinearity());
  }

  private InvertedResidual invertedResidual(InvertedResidual block, int out) {
    OptionalInt expansion =
        block.expansion().isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(
                rule.expansion(block.expansion().getAsInt(), publishedChannels, channels, alpha));
    Optional<SqueezeExcite> squeezeExcite =
        block
            .squeezeExcite()
            .map(
                se -> SqueezeExcite.of(se.rule(), se.gate(), channels, expansion.orElse(channels)));
    boolean becameEqual = rule.joinsEqualWidths() && publishedChannels != block.outputChannels();
    boolean residual = block.stride() == 1 && channels == out && (block.residual() || becameEqual);
    return new InvertedResidual(
        block.kernel(),
        block.stride(),
        expansion,
        out,
        squeezeExcite,
        block.nonlinearity(),
        residual);
  }

  private ClassificationHead head(ClassificationHead head) {
    OptionalInt convolution =
        head.convolutionChannels().isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(
                rule.lastConvolution(head.convolutionChannels().getAsInt(), channels, alpha));
    OptionalInt hidden =
        head.hiddenChannels().isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(rule.hidden(head.hiddenChannels().getAsInt(), alpha));
    return head.withChannels(convolution, hidden);
  }
}
