package io.hwnas.netadapt;

import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architecture;
import io.hwnas.space.BatchNorm;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.Cost;
import io.hwnas.space.Gate;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Padding;
import io.hwnas.space.Seeds;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import io.hwnas.space.Stem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A small network with everything that slicing must get right. */
final class Networks {
  private Networks() {}

  /**
   * The first block has no expansion and joins the stem by a residual; the second stage's blocks
   * share a bottleneck; squeeze-excites in three places.
   */
  static Architecture small() {
    return new Architecture(
        "small",
        new ImageInput(1, 12),
        new Stem(3, 1, 16, Nonlinearity.HSWISH),
        List.of(
            new Stage(List.of(block(OptionalInt.empty(), 1, 16, Optional.of(8), true))),
            new Stage(
                List.of(
                    block(OptionalInt.of(48), 2, 24, Optional.empty(), false),
                    block(OptionalInt.of(64), 1, 24, Optional.of(16), true),
                    block(OptionalInt.of(72), 1, 24, Optional.empty(), true))),
            new Stage(List.of(block(OptionalInt.of(96), 2, 32, Optional.of(24), false)))),
        new ClassificationHead(OptionalInt.of(48), OptionalInt.of(40), Nonlinearity.HSWISH, 0.2, 5),
        BatchNorm.MOBILENET_V3,
        Padding.SYMMETRIC);
  }

  static InvertedResidual block(
      OptionalInt expansion, int stride, int out, Optional<Integer> squeeze, boolean residual) {
    return new InvertedResidual(
        3,
        stride,
        expansion,
        out,
        squeeze.map(channels -> new SqueezeExcite(channels, Gate.HARD_SIGMOID)),
        Nonlinearity.HSWISH,
        residual);
  }

  static Weights weights(Architecture architecture) {
    return WeightInit.random(LayerGraph.of(architecture), Seeds.of(7, "test/weights"));
  }

  /** A millisecond a million multiply-adds. */
  static LatencyModel byMultiplyAdds() {
    return graph -> new LatencyEstimate(Cost.of(graph).madds() / 1e6, 0);
  }
}
