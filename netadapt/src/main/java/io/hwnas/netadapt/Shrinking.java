package io.hwnas.netadapt;

import io.hwnas.space.Architecture;
import io.hwnas.space.Block;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives a channel group fewer channels. */
final class Shrinking {
  private Shrinking() {}

  /**
   * Returns the architecture with one group cut. A squeeze-excite follows its expansion, but never
   * grows, as squeezes smaller than MobileNetV3's quarter would.
   */
  static Architecture shrink(Architecture architecture, String group, int channels) {
    Architecture resized = ChannelGroups.resize(architecture, group, channels);
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage < resized.stages().size(); stage++) {
      List<Block> before = architecture.stages().get(stage).blocks();
      List<Block> after = resized.stages().get(stage).blocks();
      List<Block> blocks = new ArrayList<>();
      for (int block = 0; block < after.size(); block++) {
        blocks.add(withoutGrowth(before.get(block), after.get(block)));
      }
      stages.add(new Stage(blocks));
    }
    return resized.withBody(resized.stem(), stages);
  }

  private static Block withoutGrowth(Block before, Block after) {
    Optional<SqueezeExcite> old = squeezeExcite(before);
    Optional<SqueezeExcite> resized = squeezeExcite(after);
    if (old.isEmpty()
        || resized.isEmpty()
        || resized.get().squeezeChannels() <= old.get().squeezeChannels()) {
      return after;
    }
    InvertedResidual block = (InvertedResidual) after;
    return new InvertedResidual(
        block.kernel(),
        block.stride(),
        block.expansion(),
        block.outputChannels(),
        old,
        block.nonlinearity(),
        block.residual());
  }

  private static Optional<SqueezeExcite> squeezeExcite(Block block) {
    return block instanceof InvertedResidual residual ? residual.squeezeExcite() : Optional.empty();
  }
}
