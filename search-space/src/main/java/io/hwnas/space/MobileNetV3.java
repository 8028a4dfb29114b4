package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * MobileNetV3 (Howard et al., arXiv:1905.02244, tables 1 and 2), and its "minimalistic" forms
 * without squeeze-excite, h-swish and 5×5 kernels (TensorFlow's slim, {@code
 * nets/mobilenet/mobilenet_v3.py}).
 */
final class MobileNetV3 {
  private static final int STEM = 16;

  /** A row of the paper's tables; an expansion that equals the input is none. */
  private record Row(
      int kernel,
      int expansion,
      int out,
      boolean squeezeExcite,
      Nonlinearity activation,
      int stride) {
    Row minimalistic() {
      return new Row(3, expansion, out, false, RE, stride);
    }
  }

  private static final Nonlinearity RE = Nonlinearity.RELU;
  private static final Nonlinearity HS = Nonlinearity.HSWISH;

  private static final List<List<Row>> LARGE =
      List.of(
          List.of(new Row(3, 16, 16, false, RE, 1)),
          List.of(new Row(3, 64, 24, false, RE, 2), new Row(3, 72, 24, false, RE, 1)),
          List.of(
              new Row(5, 72, 40, true, RE, 2),
              new Row(5, 120, 40, true, RE, 1),
              new Row(5, 120, 40, true, RE, 1)),
          List.of(
              new Row(3, 240, 80, false, HS, 2),
              new Row(3, 200, 80, false, HS, 1),
              new Row(3, 184, 80, false, HS, 1),
              new Row(3, 184, 80, false, HS, 1)),
          List.of(new Row(3, 480, 112, true, HS, 1), new Row(3, 672, 112, true, HS, 1)),
          List.of(
              new Row(5, 672, 160, true, HS, 2),
              new Row(5, 960, 160, true, HS, 1),
              new Row(5, 960, 160, true, HS, 1)));

  private static final List<List<Row>> SMALL =
      List.of(
          List.of(new Row(3, 16, 16, true, RE, 2)),
          List.of(new Row(3, 72, 24, false, RE, 2), new Row(3, 88, 24, false, RE, 1)),
          List.of(
              new Row(5, 96, 40, true, HS, 2),
              new Row(5, 240, 40, true, HS, 1),
              new Row(5, 240, 40, true, HS, 1)),
          List.of(new Row(5, 120, 48, true, HS, 1), new Row(5, 144, 48, true, HS, 1)),
          List.of(
              new Row(5, 288, 96, true, HS, 2),
              new Row(5, 576, 96, true, HS, 1),
              new Row(5, 576, 96, true, HS, 1)));

  private MobileNetV3() {}

  static Architecture large() {
    return build("mobilenet-v3-large", LARGE, 960, 1280, HS);
  }

  static Architecture small() {
    return build("mobilenet-v3-small", SMALL, 576, 1024, HS);
  }

  /** The form of the ICCV text, whose head has 1280 channels. */
  static Architecture smallWithWiderHead() {
    return build("mobilenet-v3-small-1280", SMALL, 576, 1280, HS);
  }

  static Architecture largeMinimalistic() {
    return build("mobilenet-v3-large-minimalistic", minimalistic(LARGE), 960, 1280, RE);
  }

  static Architecture smallMinimalistic() {
    return build("mobilenet-v3-small-minimalistic", minimalistic(SMALL), 576, 1024, RE);
  }

  private static List<List<Row>> minimalistic(List<List<Row>> stages) {
    return stages.stream().map(rows -> rows.stream().map(Row::minimalistic).toList()).toList();
  }

  private static Architecture build(
      String name, List<List<Row>> rows, int convolution, int hidden, Nonlinearity ends) {
    int channels = STEM;
    List<Stage> stages = new ArrayList<>();
    for (List<Row> stage : rows) {
      List<Block> blocks = new ArrayList<>();
      for (Row row : stage) {
        blocks.add(block(row, channels));
        channels = row.out();
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        name,
        ImageInput.PUBLISHED,
        new Stem(3, 2, STEM, ends),
        stages,
        new ClassificationHead(
            OptionalInt.of(convolution), OptionalInt.of(hidden), ends, 0.2, 1000),
        BatchNorm.MOBILENET_V3,
        Padding.SYMMETRIC,
        WidthRule.MOBILENET_V3);
  }

  private static Block block(Row row, int in) {
    SqueezeExcite squeezeExcite =
        SqueezeExcite.of(SqueezeRule.ROUNDED_EXPANSION, Gate.HARD_SIGMOID, in, row.expansion());
    return new InvertedResidual(
        row.kernel(),
        row.stride(),
        row.expansion() == in ? OptionalInt.empty() : OptionalInt.of(row.expansion()),
        row.out(),
        row.squeezeExcite() ? Optional.of(squeezeExcite) : Optional.empty(),
        row.activation(),
        row.stride() == 1 && in == row.out());
  }
}
