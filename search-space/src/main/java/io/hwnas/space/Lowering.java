package io.hwnas.space;

import io.hwnas.space.GraphBuilder.Channels;
import io.hwnas.space.GraphBuilder.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds the {@link LayerGraph} of one architecture, block by block; used once. */
final class Lowering {
  private static final String NONE = "none";

  private final Architecture architecture;
  private final GraphBuilder graph;

  Lowering(Architecture architecture) {
    this.architecture = architecture;
    this.graph = new GraphBuilder(architecture);
  }

  LayerGraph lower() {
    Tensor input = graph.input();
    Tensor body = stem(input);
    for (int stage = 0; stage < architecture.stages().size(); stage++) {
      List<Block> stageBlocks = architecture.stages().get(stage).blocks();
      for (int block = 0; block < stageBlocks.size(); block++) {
        graph.begin(ChannelIds.block(stage, block));
        body = block(stageBlocks.get(block), body);
      }
    }
    head((ClassificationHead) architecture.head(), body);
    return graph.build(input);
  }

  private Tensor stem(Tensor input) {
    graph.begin(ChannelIds.STEM);
    Stem stem = architecture.stem();
    Channels channels =
        new Channels(ChannelIds.STEM, ChannelGroup.Kind.STEM, stem.outputChannels());
    Tensor output =
        graph.convolutionUnit(
            "", input, channels, stem.kernel(), stem.stride(), Optional.of(stem.nonlinearity()));
    return graph.end(
        input, output, key("stem", stem.kernel(), stem.stride(), stem.nonlinearity().label()));
  }

  private Tensor block(Block block, Tensor input) {
    if (block instanceof DepthwiseSeparable separable) {
      return depthwiseSeparable(separable, input);
    }
    if (block instanceof PlainConvolution convolution) {
      return plainConvolution(convolution, input);
    }
    return invertedResidual((InvertedResidual) block, input);
  }

  private Tensor plainConvolution(PlainConvolution block, Tensor input) {
    Tensor x =
        graph.convolutionUnit(
            "",
            input,
            bottleneck(ChannelIds.output(graph.blockId()), block),
            block.kernel(),
            block.stride(),
            block.nonlinearity());
    return graph.end(
        input,
        x,
        key(
            "convolution",
            block.kernel(),
            block.stride(),
            block.nonlinearity().map(Nonlinearity::label).orElse(NONE)));
  }

  private Tensor depthwiseSeparable(DepthwiseSeparable block, Tensor input) {
    Tensor x = graph.depthwiseUnit(input, block.kernel(), block.stride(), block.nonlinearity());
    Channels channels = bottleneck(ChannelIds.output(graph.blockId()), block);
    x = graph.convolutionUnit("pointwise", x, channels, 1, 1, Optional.of(block.nonlinearity()));
    return graph.end(
        input,
        x,
        key("depthwise-separable", block.kernel(), block.stride(), block.nonlinearity().label()));
  }

  private Tensor invertedResidual(InvertedResidual block, Tensor input) {
    Tensor x = input;
    if (block.expansion().isPresent()) {
      Channels expansion =
          new Channels(
              ChannelIds.expansion(graph.blockId()),
              ChannelGroup.Kind.EXPANSION,
              block.expansion().getAsInt());
      x = graph.convolutionUnit("expand", x, expansion, 1, 1, Optional.of(block.nonlinearity()));
    }
    x = graph.depthwiseUnit(x, block.kernel(), block.stride(), block.nonlinearity());
    if (block.squeezeExcite().isPresent()) {
      x = squeezeExcite(x, block.squeezeExcite().get());
    }
    String group = block.residual() ? input.group() : ChannelIds.output(graph.blockId());
    x = graph.convolutionUnit("project", x, bottleneck(group, block), 1, 1, Optional.empty());
    if (block.residual()) {
      x = graph.sameShape("add", new Operator.Add(), List.of(x, input), x);
    }
    return graph.end(input, x, key(block));
  }

  private static Channels bottleneck(String group, Block block) {
    return new Channels(group, ChannelGroup.Kind.BOTTLENECK, block.outputChannels());
  }

  private static String key(String operator, int kernel, int stride, String nonlinearity) {
    return operator + " k=" + kernel + " s=" + stride + " nl=" + nonlinearity;
  }

  private static String key(InvertedResidual block) {
    String squeeze =
        block
            .squeezeExcite()
            .map(se -> se.squeezeChannels() + ":" + se.gate().label())
            .orElse(NONE);
    return "inverted-residual k="
        + block.kernel()
        + " s="
        + block.stride()
        + " e="
        + numberOrNone(block.expansion())
        + " se="
        + squeeze
        + " nl="
        + block.nonlinearity().label()
        + " res="
        + (block.residual() ? "yes" : "no");
  }

  private static String numberOrNone(OptionalInt channels) {
    return channels.isPresent() ? Integer.toString(channels.getAsInt()) : NONE;
  }

  private Tensor squeezeExcite(Tensor input, SqueezeExcite squeezeExcite) {
    Tensor pooled = graph.globalAveragePool("se/pool", input);
    Channels squeeze =
        new Channels(
            ChannelIds.squeeze(graph.blockId()),
            ChannelGroup.Kind.SQUEEZE,
            squeezeExcite.squeezeChannels());
    Tensor squeezed = graph.biasedPointwise("se/reduce", pooled, squeeze);
    squeezed = graph.activation("se/reduce", squeezed, Nonlinearity.RELU);
    Channels expanded =
        new Channels(input.group(), graph.kind(input.group()), input.shape().channels());
    Tensor excited = graph.biasedPointwise("se/expand", squeezed, expanded);
    Tensor gate =
        graph.sameShape(
            "se/gate", new Operator.Gating(squeezeExcite.gate()), List.of(excited), excited);
    return graph.sameShape("se/scale", new Operator.Scale(), List.of(input, gate), input);
  }

  private void head(ClassificationHead head, Tensor input) {
    graph.begin(ChannelIds.HEAD);
    Tensor x = input;
    if (head.convolutionChannels().isPresent()) {
      Channels channels =
          new Channels(
              ChannelIds.HEAD_CONVOLUTION,
              ChannelGroup.Kind.HEAD_CONVOLUTION,
              head.convolutionChannels().getAsInt());
      x = graph.convolutionUnit("", x, channels, 1, 1, Optional.of(head.nonlinearity()));
    }
    x = graph.globalAveragePool("pool", x);
    if (head.hiddenChannels().isPresent()) {
      Channels hidden =
          new Channels(
              ChannelIds.HEAD_HIDDEN,
              ChannelGroup.Kind.HEAD_HIDDEN,
              head.hiddenChannels().getAsInt());
      x = graph.linear("hidden", x, hidden, head.hiddenBias());
      x = graph.activation("hidden", x, head.nonlinearity());
    }
    if (head.dropout() > 0) {
      x = graph.sameShape("dropout", new Operator.Dropout(head.dropout()), List.of(x), x);
    }
    Channels classes = new Channels(ChannelIds.CLASSES, ChannelGroup.Kind.CLASSES, head.classes());
    x = graph.linear("classifier", x, classes, true);
    graph.end(
        input,
        x,
        "classification-head conv="
            + numberOrNone(head.convolutionChannels())
            + " hidden="
            + numberOrNone(head.hiddenChannels())
            + (head.hiddenBias() ? "" : " hidden-bias=no")
            + " nl="
            + head.nonlinearity().label());
  }
}
