package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * MobileNetV3 (Howard et al., arXiv:1905.02244, tables 1 and 2). The width multiplier follows the
 * authors' code (TensorFlow's slim, {@code nets/mobilenet/mobilenet_v3.py}), which reproduces the
 * paper's table 9: an expansion is the ratio times the actual input, and the hidden layer of the
 * head keeps its size.
 */
final class MobileNetV3 {
  private static final int DIVISOR = 8;
  private static final int STEM = 16;

  /** A row of the paper's tables; ratio is the unscaled expansion over the unscaled input. */
  private record Row(
      int kernel,
      double ratio,
      int out,
      boolean squeezeExcite,
      Nonlinearity activation,
      int stride) {}

  private static final Nonlinearity RE = Nonlinearity.RELU;
  private static final Nonlinearity HS = Nonlinearity.HSWISH;

  private MobileNetV3() {}

  static Architecture large(NetworkOptions options) {
    List<List<Row>> rows =
        List.of(
            List.of(new Row(3, 1, 16, false, RE, 1)),
            List.of(new Row(3, 4, 24, false, RE, 2), new Row(3, 3, 24, false, RE, 1)),
            List.of(
                new Row(5, 3, 40, true, RE, 2),
                new Row(5, 3, 40, true, RE, 1),
                new Row(5, 3, 40, true, RE, 1)),
            List.of(
                new Row(3, 6, 80, false, HS, 2),
                new Row(3, 2.5, 80, false, HS, 1),
                new Row(3, 184 / 80.0, 80, false, HS, 1),
                new Row(3, 184 / 80.0, 80, false, HS, 1)),
            List.of(new Row(3, 6, 112, true, HS, 1), new Row(3, 6, 112, true, HS, 1)),
            List.of(
                new Row(5, 6, 160, true, HS, 2),
                new Row(5, 6, 160, true, HS, 1),
                new Row(5, 6, 160, true, HS, 1)));
    return build("mobilenet-v3-large", rows, 960, 1280, options);
  }

  static Architecture small(NetworkOptions options) {
    List<List<Row>> rows =
        List.of(
            List.of(new Row(3, 1, 16, true, RE, 2)),
            List.of(
                new Row(3, 72 / 16.0, 24, false, RE, 2), new Row(3, 88 / 24.0, 24, false, RE, 1)),
            List.of(
                new Row(5, 4, 40, true, HS, 2),
                new Row(5, 6, 40, true, HS, 1),
                new Row(5, 6, 40, true, HS, 1)),
            List.of(new Row(5, 3, 48, true, HS, 1), new Row(5, 3, 48, true, HS, 1)),
            List.of(
                new Row(5, 6, 96, true, HS, 2),
                new Row(5, 6, 96, true, HS, 1),
                new Row(5, 6, 96, true, HS, 1)));
    return build("mobilenet-v3-small", rows, 576, 1024, options);
  }

  private static Architecture build(
      String name, List<List<Row>> rows, int convolution, int hidden, NetworkOptions options) {
    double alpha = options.widthMultiplier();
    int stem = scaled(STEM, alpha);
    int channels = stem;
    List<Stage> stages = new ArrayList<>();
    for (List<Row> stage : rows) {
      List<Block> blocks = new ArrayList<>();
      for (Row row : stage) {
        int out = scaled(row.out(), alpha);
        blocks.add(block(row, channels, out));
        channels = out;
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        name,
        new ImageInput(options.inputChannels(), options.resolution()),
        new Stem(3, 2, stem, HS),
        stages,
        new ClassificationHead(
            OptionalInt.of(scaled(convolution, alpha)),
            OptionalInt.of(options.scaleHidden() ? scaled(hidden, alpha) : hidden),
            HS,
            0.2,
            options.classes()),
        BatchNorm.MOBILENET_V3,
        Padding.SYMMETRIC);
  }

  private static Block block(Row row, int in, int out) {
    int expansion = scaled(in, row.ratio());
    return new InvertedResidual(
        row.kernel(),
        row.stride(),
        row.ratio() == 1 ? OptionalInt.empty() : OptionalInt.of(expansion),
        out,
        row.squeezeExcite()
            ? Optional.of(
                new SqueezeExcite(ChannelRounding.squeezeOfExpansion(expansion), Gate.HARD_SIGMOID))
            : Optional.empty(),
        row.activation(),
        row.stride() == 1 && in == out);
  }

  private static int scaled(int channels, double factor) {
    return ChannelRounding.makeDivisible(channels * factor, DIVISOR);
  }
}
