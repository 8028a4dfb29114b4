package io.hwnas.space;

import io.hwnas.space.Parameter.Axis;
import io.hwnas.space.Parameter.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers, blocks and channel groups of a graph being built, and the shapes, padding and
 * parameter names of its operators; used once.
 */
final class GraphBuilder {
  /** A tensor being built upon: who computes it, its shape, and the group of its channels. */
  record Tensor(int layer, TensorShape shape, String group) {}

  /** The channels that a layer puts out: their group and their number. */
  record Channels(String group, ChannelGroup.Kind kind, int count) {}

  private final Architecture architecture;
  private final List<Layer> layers = new ArrayList<>();
  private final List<LoweredBlock> blocks = new ArrayList<>();
  private final Map<String, ChannelGroup> groups = new LinkedHashMap<>();
  private String blockId = "";
  private int blockStart;

  GraphBuilder(Architecture architecture) {
    this.architecture = architecture;
  }

  /** Returns the network's input. */
  Tensor input() {
    int resolution = architecture.input().resolution();
    TensorShape shape = new TensorShape(architecture.input().channels(), resolution, resolution);
    group(new Channels(ChannelIds.INPUT, ChannelGroup.Kind.INPUT, shape.channels()));
    return new Tensor(Layer.NETWORK_INPUT, shape, ChannelIds.INPUT);
  }

  LayerGraph build(Tensor input) {
    return new LayerGraph(architecture.name(), input.shape(), layers, blocks, groups);
  }

  /** Returns the id of the block begun last. */
  String blockId() {
    return blockId;
  }

  void begin(String id) {
    blockId = id;
    blockStart = layers.size();
  }

  /** Ends the block under a latency key made of the given part, the shapes and the padding. */
  Tensor end(Tensor input, Tensor output, String key) {
    String shapes = " in=" + input.shape() + " out=" + output.shape();
    String full = key + shapes + " pad=" + architecture.padding().label();
    List<Layer> own = layers.subList(blockStart, layers.size());
    blocks.add(new LoweredBlock(blockId, full, input.shape(), output.shape(), own));
    return output;
  }

  /** A convolution without bias, its batch norm and its nonlinearity, if any. */
  Tensor convolutionUnit(
      String part,
      Tensor input,
      Channels channels,
      int kernel,
      int stride,
      Optional<Nonlinearity> nonlinearity) {
    int in = input.shape().channels();
    Pads pads = pads(input.shape(), kernel, stride);
    group(channels);
    List<Axis> axes =
        List.of(
            new Axis(channels.count(), channels.group()),
            new Axis(in, input.group()),
            new Axis(kernel, Axis.KERNEL),
            new Axis(kernel, Axis.KERNEL));
    Tensor x =
        layer(
            path(part, "conv"),
            new Operator.Convolution(in, channels.count(), kernel, stride, 1, pads, false),
            List.of(input),
            convolved(input.shape(), channels.count(), kernel, stride, pads),
            channels.group(),
            List.of(new Parameter(parameterName(part, "conv.weight"), Role.WEIGHT, axes)));
    Tensor normalised = batchNorm(part, x);
    return nonlinearity.map(chosen -> activation(part, normalised, chosen)).orElse(normalised);
  }

  /** A depthwise convolution without bias, its batch norm and its nonlinearity. */
  Tensor depthwiseUnit(Tensor input, int kernel, int stride, Nonlinearity nonlinearity) {
    int channels = input.shape().channels();
    Pads pads = pads(input.shape(), kernel, stride);
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
            convolved(input.shape(), channels, kernel, stride, pads),
            input.group(),
            List.of(new Parameter(parameterName(part, "conv.weight"), Role.WEIGHT, axes)));
    return activation(part, batchNorm(part, x), nonlinearity);
  }

  private Tensor batchNorm(String part, Tensor input) {
    List<Axis> axis = List.of(new Axis(input.shape().channels(), input.group()));
    String prefix = parameterName(part, "bn.");
    List<Parameter> parameters =
        List.of(
            new Parameter(prefix + "weight", Role.SCALE, axis),
            new Parameter(prefix + "bias", Role.SHIFT, axis),
            new Parameter(prefix + "running_mean", Role.RUNNING_MEAN, axis),
            new Parameter(prefix + "running_var", Role.RUNNING_VARIANCE, axis));
    return layer(
        path(part, "bn"),
        new Operator.BatchNormalization(input.shape().channels(), architecture.batchNorm()),
        List.of(input),
        input.shape(),
        input.group(),
        parameters);
  }

  /** A 1×1 convolution with bias and without batch norm. */
  Tensor biasedPointwise(String part, Tensor input, Channels channels) {
    int in = input.shape().channels();
    group(channels);
    List<Axis> weight =
        List.of(
            new Axis(channels.count(), channels.group()),
            new Axis(in, input.group()),
            new Axis(1, Axis.KERNEL),
            new Axis(1, Axis.KERNEL));
    return layer(
        path(part, "conv"),
        new Operator.Convolution(in, channels.count(), 1, 1, 1, new Pads(0, 0), true),
        List.of(input),
        new TensorShape(channels.count(), input.shape().height(), input.shape().width()),
        channels.group(),
        List.of(
            new Parameter(parameterName(part, "weight"), Role.WEIGHT, weight),
            bias(part, channels)));
  }

  /** A fully connected layer over a C×1×1 input. */
  Tensor linear(String part, Tensor input, Channels features, boolean biased) {
    int in = input.shape().channels();
    group(features);
    List<Axis> weight =
        List.of(new Axis(features.count(), features.group()), new Axis(in, input.group()));
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(parameterName(part, "weight"), Role.WEIGHT, weight));
    if (biased) {
      parameters.add(bias(part, features));
    }
    return layer(
        path(part, "linear"),
        new Operator.Linear(in, features.count(), biased),
        List.of(input),
        new TensorShape(features.count(), 1, 1),
        features.group(),
        parameters);
  }

  private Parameter bias(String part, Channels channels) {
    return new Parameter(
        parameterName(part, "bias"),
        Role.BIAS,
        List.of(new Axis(channels.count(), channels.group())));
  }

  Tensor activation(String part, Tensor input, Nonlinearity nonlinearity) {
    return sameShape(
        path(part, "act"), new Operator.Activation(nonlinearity), List.of(input), input);
  }

  Tensor globalAveragePool(String path, Tensor input) {
    return layer(
        path,
        new Operator.GlobalAveragePool(),
        List.of(input),
        new TensorShape(input.shape().channels(), 1, 1),
        input.group(),
        List.of());
  }

  /** A layer without parameters whose output has the shape and the channels of a tensor. */
  Tensor sameShape(String path, Operator operator, List<Tensor> inputs, Tensor like) {
    return layer(path, operator, inputs, like.shape(), like.group(), List.of());
  }

  private Tensor layer(
      String path,
      Operator operator,
      List<Tensor> inputs,
      TensorShape output,
      String group,
      List<Parameter> parameters) {
    int index = layers.size();
    String name = blockId + "/" + path;
    layers.add(new Layer(index, name, blockId, operator, indexes(inputs), output, parameters));
    return new Tensor(index, output, group);
  }

  /** Immutable, so that the layer need not copy it. */
  private static List<Integer> indexes(List<Tensor> inputs) {
    Integer[] indexes = new Integer[inputs.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = inputs.get(i).layer();
    }
    return List.of(indexes);
  }

  /** Returns the kind of a group that an earlier tensor has. */
  ChannelGroup.Kind kind(String group) {
    return groups.get(group).kind();
  }

  private void group(Channels channels) {
    groups.putIfAbsent(
        channels.group(), new ChannelGroup(channels.group(), channels.kind(), channels.count()));
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

  private String parameterName(String part, String leaf) {
    return part.isEmpty()
        ? blockId + "." + leaf
        : blockId + "." + part.replace('/', '.') + "." + leaf;
  }

  private static String path(String part, String leaf) {
    return part.isEmpty() ? leaf : part + "/" + leaf;
  }
}
