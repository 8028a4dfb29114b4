package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** MobileNetV1 (Howard et al., arXiv:1704.04861, table 1), width rule of TensorFlow's slim. */
final class MobileNetV1 {
  private static final int LEAST_CHANNELS = 8;
  private static final int STEM = 32;

  /** Output channels and stride of each block, by stage. */
  private static final int[][][] STAGES = {
    {{64, 1}},
    {{128, 2}, {128, 1}},
    {{256, 2}, {256, 1}},
    {{512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1}},
    {{1024, 2}, {1024, 1}}
  };

  private MobileNetV1() {}

  static Architecture build(NetworkOptions options) {
    double alpha = options.widthMultiplier();
    List<Stage> stages = new ArrayList<>();
    for (int[][] stage : STAGES) {
      List<Block> blocks = new ArrayList<>();
      for (int[] row : stage) {
        blocks.add(new DepthwiseSeparable(3, row[1], scaled(row[0], alpha), Nonlinearity.RELU));
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        "mobilenet-v1",
        new ImageInput(options.inputChannels(), options.resolution()),
        new Stem(3, 2, scaled(STEM, alpha), Nonlinearity.RELU),
        stages,
        new ClassificationHead(
            OptionalInt.empty(), OptionalInt.empty(), Nonlinearity.RELU, 0, options.classes()),
        BatchNorm.TORCH_DEFAULT,
        Padding.SYMMETRIC);
  }

  private static int scaled(int channels, double alpha) {
    return Math.max((int) (channels * alpha), LEAST_CHANNELS);
  }
}
