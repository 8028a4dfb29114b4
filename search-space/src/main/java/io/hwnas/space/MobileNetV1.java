package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * MobileNetV1 (Howard et al., arXiv:1704.04861, table 1) and its counterpart of full convolutions
 * (table 4), in which a 3×3 convolution stands for each depthwise separable one.
 */
final class MobileNetV1 {
  private static final Nonlinearity RE = Nonlinearity.RELU;

  /** Output channels and stride of each block, by stage. */
  private static final int[][][] STAGES = {
    {{64, 1}},
    {{128, 2}, {128, 1}},
    {{256, 2}, {256, 1}},
    {{512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1}},
    {{1024, 2}, {1024, 1}}
  };

  private MobileNetV1() {}

  static Architecture separable() {
    return build("mobilenet-v1", row -> new DepthwiseSeparable(3, row[1], row[0], RE));
  }

  static Architecture fullConvolution() {
    return build(
        "mobilenet-v1-full-convolution",
        row -> new PlainConvolution(3, row[1], row[0], Optional.of(RE)));
  }

  private static Architecture build(String name, Function<int[], Block> block) {
    List<Stage> stages = new ArrayList<>();
    for (int[][] stage : STAGES) {
      stages.add(new Stage(List.of(stage).stream().map(block).toList()));
    }
    return new Architecture(
        name,
        ImageInput.PUBLISHED,
        new Stem(3, 2, 32, RE),
        stages,
        new ClassificationHead(OptionalInt.empty(), OptionalInt.empty(), RE, 0, 1000),
        BatchNorm.TORCH_DEFAULT,
        Padding.SYMMETRIC,
        WidthRule.MOBILENET_V1);
  }
}
