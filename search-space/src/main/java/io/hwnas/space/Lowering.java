package io.hwnas.space;

import io.hwnas.space.Parameter.Axis;
import io.hwnas.space.Parameter.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the {@link LayerGraph} of one architecture; used once. */
final class Lowering {
  /** A tensor being built upon: who computes it, its shape, and the group of its channels. */
  private record Tensor(int layer, TensorShape shape, String group) {}

  private final Architecture architecture;
  private final List<Layer> layers = new ArrayList<>();
  private final List<LoweredBlock> blocks = new ArrayList<>();
  private final Map<String, ChannelGroup> groups = new LinkedHashMap<>();
  private String blockId = "";
  private int blockStart;

  Lowering(Architecture architecture) {
    this.architecture = architecture;
  }

  LayerGraph lower() {
    int resolution = architecture.input().resolution();
    TensorShape shape = new TensorShape(architecture.input().channels(), resolution, resolution);
    Tensor input =
        new Tensor(
            Layer.NETWORK_INPUT, shape, group(ChannelIds.INPUT, ChannelGroup.Kind.INPUT, shape));
    Tensor body = stem(input);
    for (int stage = 0; stage < architecture.stages().size(); stage++) {
      List<Block> stageBlocks = architecture.stages().get(stage).blocks();
      for (int block = 0; block < stageBlocks.size(); block++) {
        body = block(ChannelIds.block(stage, block), stageBlocks.get(block), body);
      }
    }
    head(body);
    return new LayerGraph(architecture.name(), shape, layers, blocks, groups);
  }

  private Tensor stem(Tensor input) {
    begin(ChannelIds.STEM);
    Stem stem = architecture.stem();
    String group = ChannelIds.STEM;
    Tensor output =
        convolutionUnit(
            "",
            input,
            group,
            ChannelGroup.Kind.STEM,
            stem.outputChannels(),
            stem.kernel(),
            stem.stride());
    output = activation("", output, stem.nonlinearity());
    return end(
        input,
        output,
        "stem k=%d s=%d nl=%s"
            .formatted(stem.kernel(), stem.stride(), stem.nonlinearity().label()));
  }

  private Tensor block(String id, Block block, Tensor input) {
    begin(id);
    if (block instanceof DepthwiseSeparable separable) {
      return depthwiseSeparable(separable, input);
    }
    return invertedResidual((InvertedResidual) block, input);
  }

  private Tensor depthwiseSeparable(DepthwiseSeparable block, Tensor input) {
    Tensor x = depthwiseUnit(input, block.kernel(), block.stride());
    x = activation("depthwise", x, block.nonlinearity());
    x =
        convolutionUnit(
            "pointwise",
            x,
            ChannelIds.output(blockId),
            ChannelGroup.Kind.BOTTLENECK,
            block.outputChannels(),
            1,
            1);
    x = activation("pointwise", x, block.nonlinearity());
    return end(
        input,
        x,
        "depthwise-separable k=%d s=%d nl=%s"
            .formatted(block.kernel(), block.stride(), block.nonlinearity().label()));
  }

  private Tensor invertedResidual(InvertedResidual block, Tensor input) {
    Tensor x = input;
    if (block.expansion().isPresent()) {
      x =
          convolutionUnit(
              "expand",
              x,
              ChannelIds.expansion(blockId),
              ChannelGroup.Kind.EXPANSION,
              block.expansion().getAsInt(),
              1,
              1);
      x = activation("expand", x, block.nonlinearity());
    }
    x = depthwiseUnit(x, block.kernel(), block.stride());
    x = activation("depthwise", x, block.nonlinearity());
    if (block.squeezeExcite().isPresent()) {
      x = squeezeExcite(x, block.squeezeExcite().get());
    }
    String group = block.residual() ? input.group() : ChannelIds.output(blockId);
    x =
        convolutionUnit(
            "project", x, group, ChannelGroup.Kind.BOTTLENECK, block.outputChannels(), 1, 1);
    if (block.residual()) {
      x = layer("add", new Operator.Add(), List.of(x, input), x.shape(), group, List.of());
    }
    return end(input, x, key(block));
  }

  private static String key(InvertedResidual block) {
    String expansion =
        block.expansion().isPresent() ? Integer.toString(block.expansion().getAsInt()) : "none";
    String squeeze =
        block
            .squeezeExcite()
            .map(se -> se.squeezeChannels() + ":" + se.gate().label())
            .orElse("none");
    return "inverted-residual k=%d s=%d e=%s se=%s nl=%s res=%s"
        .formatted(
            block.kernel(),
            block.stride(),
            expansion,
            squeeze,
            block.nonlinearity().label(),
            block.residual() ? "yes" : "no");
  }

  private Tensor squeezeExcite(Tensor input, SqueezeExcite squeezeExcite) {
    Tensor pooled =
        layer(
            "se/pool",
            new Operator.GlobalAveragePool(),
            List.of(input),
            new TensorShape(input.shape().channels(), 1, 1),
            input.group(),
            List.of());
    Tensor squeezed =
        biasedPointwise(
            "se/reduce",
            pooled,
            ChannelIds.squeeze(blockId),
            ChannelGroup.Kind.SQUEEZE,
            squeezeExcite.squeezeChannels());
    squeezed = activation("se/reduce", squeezed, Nonlinearity.RELU);
    Tensor excited =
        biasedPointwise(
            "se/expand",
            squeezed,
            input.group(),
            groups.get(input.group()).kind(),
            input.shape().channels());
    Tensor gate =
        layer(
            "se/gate",
            new Operator.Gating(squeezeExcite.gate()),
            List.of(excited),
            excited.shape(),
            excited.group(),
            List.of());
    return layer(
        "se/scale",
        new Operator.Scale(),
        List.of(input, gate),
        input.shape(),
        input.group(),
        List.of());
  }

  private void head(Tensor input) {
    begin(ChannelIds.HEAD);
    ClassificationHead head = (ClassificationHead) architecture.head();
    Tensor x = input;
    if (head.convolutionChannels().isPresent()) {
      x =
          convolutionUnit(
              "",
              x,
              ChannelIds.HEAD_CONVOLUTION,
              ChannelGroup.Kind.HEAD_CONVOLUTION,
              head.convolutionChannels().getAsInt(),
              1,
              1);
      x = activation("", x, head.nonlinearity());
    }
    x =
        layer(
            "pool",
            new Operator.GlobalAveragePool(),
            List.of(x),
            new TensorShape(x.shape().channels(), 1, 1),
            x.group(),
            List.of());
    if (head.hiddenChannels().isPresent()) {
      x =
          linear(
              "hidden",
              x,
              ChannelIds.HEAD_HIDDEN,
              ChannelGroup.Kind.HEAD_HIDDEN,
              head.hiddenChannels().getAsInt());
      x = activation("hidden", x, head.nonlinearity());
    }
    if (head.dropout() > 0) {
      x =
          layer(
              "dropout",
              new Operator.Dropout(head.dropout()),
              List.of(x),
              x.shape(),
              x.group(),
              List.of());
    }
    x = linear("classifier", x, ChannelIds.CLASSES, ChannelGroup.Kind.CLASSES, head.classes());
    end(
        input,
        x,
        "classification-head conv=%s hidden=%s nl=%s"
            .formatted(
                head.convolutionChannels().isPresent()
                    ? head.convolutionChannels().getAsInt()
                    : "none",
                head.hiddenChannels().isPresent() ? head.hiddenChannels().getAsInt() : "none",
                head.nonlinearity().label()));
  }

  /** A convolution without bias and its batch norm. */
  private Tensor convolutionUnit(
      String part,
      Tensor input,
      String group,
      ChannelGroup.Kind kind,
      int channels,
      int kernel,
      int stride) {
    int in = input.shape().channels();
    Pads pads = pads(input.shape(), kernel, stride);
    TensorShape shape = convolved(input.shape(), channels, kernel, stride, pads);
    group(group, kind, shape);
    List<Axis> axes =
        List.of(
            new Axis(channels, group),
            new Axis(in, input.group()),
            new Axis(kernel, Axis.KERNEL),
            new Axis(kernel, Axis.KERNEL));
    Tensor x =
        layer(
            path(part, "conv"),
            new Operator.Convolution(in, channels, kernel, stride, 1, pads, false),
            List.of(input),
            shape,
            group,
            List.of(new Parameter(parameterName(part, "conv.weight"), Role.WEIGHT, axes)));
    return batchNorm(part, x);
  }

  /** A depthwise convolution without bias and its batch norm. */
  private Tensor depthwiseUnit(Tensor input, int kernel, int stride) {
    int channels = input.shape().channels();
    Pads pads = pads(input.shape(), kernel, stride);
    TensorShape shape = convolved(input.shape(), channels, kernel, stride, pads);
    List<Axis> axes =
        List.of(
            new Axis(channels, input.group()),
            new Axis(1, Axis.SINGLE),
            new Axis(kernel, Axis.KERNEL),
            new Axis(kernel, Axis.KERNEL));
    String part = "depthwise";
    Tensor x =
        layer(
            path(part, "conv"),
            new Operator.Convolution(channels, channels, kernel, stride, channels, pads, false),
            List.of(input),
            shape,
            input.group(),
            List.of(new Parameter(parameterName(part, "conv.weight"), Role.WEIGHT, axes)));
    return batchNorm(part, x);
  }

  private Tensor batchNorm(String part, Tensor input) {
    List<Axis> axis = List.of(new Axis(input.shape().channels(), input.group()));
    List<Parameter> parameters =
        List.of(
            new Parameter(parameterName(part, "bn.weight"), Role.SCALE, axis),
            new Parameter(parameterName(part, "bn.bias"), Role.SHIFT, axis),
            new Parameter(parameterName(part, "bn.running_mean"), Role.RUNNING_MEAN, axis),
            new Parameter(parameterName(part, "bn.running_var"), Role.RUNNING_VARIANCE, axis));
    return layer(
        path(part, "bn"),
        new Operator.BatchNormalization(input.shape().channels(), architecture.batchNorm()),
        List.of(input),
        input.shape(),
        input.group(),
        parameters);
  }

  /** A 1×1 convolution with bias and without batch norm. */
  private Tensor biasedPointwise(
      String part, Tensor input, String group, ChannelGroup.Kind kind, int channels) {
    int in = input.shape().channels();
    TensorShape shape = new TensorShape(channels, input.shape().height(), input.shape().width());
    group(group, kind, shape);
    List<Axis> weight =
        List.of(
            new Axis(channels, group),
            new Axis(in, input.group()),
            new Axis(1, Axis.KERNEL),
            new Axis(1, Axis.KERNEL));
    return layer(
        path(part, "conv"),
        new Operator.Convolution(in, channels, 1, 1, 1, new Pads(0, 0), true),
        List.of(input),
        shape,
        group,
        List.of(
            new Parameter(parameterName(part, "weight"), Role.WEIGHT, weight),
            new Parameter(
                parameterName(part, "bias"), Role.BIAS, List.of(new Axis(channels, group)))));
  }

  private Tensor linear(
      String part, Tensor input, String group, ChannelGroup.Kind kind, int features) {
    int in = input.shape().channels();
    TensorShape shape = new TensorShape(features, 1, 1);
    group(group, kind, shape);
    return layer(
        path(part, "linear"),
        new Operator.Linear(in, features),
        List.of(input),
        shape,
        group,
        List.of(
            new Parameter(
                parameterName(part, "weight"),
                Role.WEIGHT,
                List.of(new Axis(features, group), new Axis(in, input.group()))),
            new Parameter(
                parameterName(part, "bias"), Role.BIAS, List.of(new Axis(features, group)))));
  }

  private Tensor activation(String part, Tensor input, Nonlinearity nonlinearity) {
    return layer(
        path(part, "act"),
        new Operator.Activation(nonlinearity),
        List.of(input),
        input.shape(),
        input.group(),
        List.of());
  }

  private Tensor layer(
      String path,
      Operator operator,
      List<Tensor> inputs,
      TensorShape output,
      String group,
      List<Parameter> parameters) {
    int index = layers.size();
    layers.add(
        new Layer(
            index,
            blockId + "/" + path,
            blockId,
            operator,
            inputs.stream().map(Tensor::layer).toList(),
            output,
            parameters));
    return new Tensor(index, output, group);
  }

  private String group(String id, ChannelGroup.Kind kind, TensorShape shape) {
    groups.putIfAbsent(id, new ChannelGroup(id, kind, shape.channels()));
    return id;
  }

  private Pads pads(TensorShape shape, int kernel, int stride) {
    return architecture.padding().along(shape.height(), kernel, stride);
  }

  private TensorShape convolved(
      TensorShape input, int channels, int kernel, int stride, Pads pads) {
    int size = (input.height() + pads.before() + pads.after() - kernel) / stride + 1;
    if (size < 1) {
      throw new InvalidInputException(
          "block %s of %s: a %d-pixel feature map is too small for kernel %d and stride %d"
              .formatted(blockId, architecture.name(), input.height(), kernel, stride));
    }
    return new TensorShape(channels, size, size);
  }

  private void begin(String id) {
    blockId = id;
    blockStart = layers.size();
  }

  private Tensor end(Tensor input, Tensor output, String key) {
    String full =
        "%s in=%s out=%s pad=%s"
            .formatted(key, input.shape(), output.shape(), architecture.padding().label());
    blocks.add(
        new LoweredBlock(
            blockId,
            full,
            input.shape(),
            output.shape(),
            layers.subList(blockStart, layers.size())));
    return output;
  }

  private String parameterName(String part, String leaf) {
    return blockId + "." + (part.isEmpty() ? "" : part.replace('/', '.') + ".") + leaf;
  }

  private static String path(String part, String leaf) {
    return part.isEmpty() ? leaf : part + "/" + leaf;
  }
}
