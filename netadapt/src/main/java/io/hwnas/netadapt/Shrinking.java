package io.hwnas.netadapt;

import io.hwnas.space.Architecture;
import io.hwnas.space.Block;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * Returns the architecture with one group of other size, as if it had been cut from the first one
   * at once: squeeze-excites grow back with their expansions.
   */
  static Architecture regrow(
      Architecture first, Architecture architecture, String group, int channels) {
    Map<String, ChannelGroup> present = LayerGraph.of(architecture).channelGroups();
    Architecture regrown = first;
    for (ChannelGroup size : ChannelGroups.adjustable(first)) {
      int target = size.id().equals(group) ? channels : present.get(size.id()).channels();
      if (target < size.channels()) {
        regrown = shrink(regrown, size.id(), target);
      }
    }
    return regrown;
  }

  /** Returns the architecture that a proposal makes of one that was cut from the first. */
  static Architecture apply(Architecture first, Architecture architecture, Proposal proposal) {
    Architecture wider =
        proposal
            .back()
            .map(back -> regrow(first, architecture, back.group(), back.channels()))
            .orElse(architecture);
    int present = LayerGraph.of(wider).channelGroups().get(proposal.group()).channels();
    return proposal.channels() > present
        ? regrow(first, wider, proposal.group(), proposal.channels())
        : shrink(wider, proposal.group(), proposal.channels());
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
