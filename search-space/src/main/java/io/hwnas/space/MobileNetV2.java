package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** MobileNetV2 (Sandler et al., arXiv:1801.04381, table 2). */
final class MobileNetV2 {
  private static final int STEM = 32;
  private static final int LAST = 1280;

  /** Expansion ratio, output channels, blocks and first stride of each stage; ratio 1 is none. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  static Architecture build() {
    int channels = STEM;
    List<Stage> stages = new ArrayList<>();
    for (int[] row : STAGES) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < row[2]; i++) {
        int stride = i == 0 ? row[3] : 1;
        blocks.add(
            new InvertedResidual(
                3,
                stride,
                row[0] == 1 ? OptionalInt.empty() : OptionalInt.of(channels * row[0]),
                row[1],
                Optional.empty(),
                Nonlinearity.RELU6,
                stride == 1 && channels == row[1]));
        channels = row[1];
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        "mobilenet-v2",
        ImageInput.PUBLISHED,
        new Stem(3, 2, STEM, Nonlinearity.RELU6),
        stages,
        new ClassificationHead(
            OptionalInt.of(LAST), OptionalInt.empty(), Nonlinearity.RELU6, 0.2, 1000),
        BatchNorm.TORCH_DEFAULT,
        Padding.SYMMETRIC,
        WidthRule.MOBILENET_V2);
  }
}
