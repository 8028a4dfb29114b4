package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rebuilds an architecture with one channel group at another size; used once. */
final class GroupResizing {
  private final Architecture architecture;
  private final String groupId;
  private final int channels;

  /** Group of the feature map that the next block reads. */
  private String bodyGroup = ChannelIds.STEM;

  private boolean found;

  GroupResizing(Architecture architecture, String groupId, int channels) {
    this.architecture = architecture;
    this.groupId = groupId;
    this.channels = channels;
  }

  Architecture resize() {
    Stem old = architecture.stem();
    Stem stem = old.withOutputChannels(sized(ChannelIds.STEM, old.outputChannels()));
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage < architecture.stages().size(); stage++) {
      List<Block> blocks = new ArrayList<>();
      for (Block block : architecture.stages().get(stage).blocks()) {
        blocks.add(block(ChannelIds.block(stage, blocks.size()), block));
      }
      stages.add(new Stage(blocks));
    }
    Head head = head((ClassificationHead) architecture.head());
    if (!found) {
      throw new InvalidInputException(
          "%s has no adjustable channel group '%s'".formatted(architecture.name(), groupId));
    }
    return architecture.withBody(stem, stages).withHead(head);
  }

  private Block block(String id, Block block) {
    String inputGroup = bodyGroup;
    if (!block.residual()) {
      bodyGroup = ChannelIds.output(id);
    }
    int outputChannels = sized(bodyGroup, block.outputChannels());
    if (block instanceof DepthwiseSeparable separable) {
      return new DepthwiseSeparable(
          separable.kernel(), separable.stride(), outputChannels, separable.nonlinearity());
    }
    if (block instanceof PlainConvolution plain) {
      return new PlainConvolution(
          plain.kernel(), plain.stride(), outputChannels, plain.nonlinearity());
    }
    InvertedResidual old = (InvertedResidual) block;
    OptionalInt expansion = sized(ChannelIds.expansion(id), old.expansion());
    String depthwiseGroup = expansion.isPresent() ? ChannelIds.expansion(id) : inputGroup;
    Optional<SqueezeExcite> squeezeExcite =
        old.squeezeExcite().map(se -> resqueezed(se, inputGroup, depthwiseGroup));
    return new InvertedResidual(
        old.kernel(),
        old.stride(),
        expansion,
        outputChannels,
        squeezeExcite,
        old.nonlinearity(),
        old.residual());
  }

  private SqueezeExcite resqueezed(SqueezeExcite old, String inputGroup, String depthwiseGroup) {
    String followed = old.rule().followsInput() ? inputGroup : depthwiseGroup;
    return followed.equals(groupId)
        ? SqueezeExcite.of(old.rule(), old.gate(), channels, channels)
        : old;
  }

  private Head head(ClassificationHead head) {
    return head.withChannels(
        sized(ChannelIds.HEAD_CONVOLUTION, head.convolutionChannels()),
        sized(ChannelIds.HEAD_HIDDEN, head.hiddenChannels()));
  }

  private OptionalInt sized(String group, OptionalInt old) {
    return old.isPresent() ? OptionalInt.of(sized(group, old.getAsInt())) : old;
  }

  private int sized(String group, int old) {
    if (!group.equals(groupId)) {
      return old;
    }
    found = true;
    return channels;
  }
}
