package io.hwnas.space;

import java.util.List;
import java.util.Set;

/** Finds and resizes the channels of an architecture that change only together. */
public final class ChannelGroups {
  private static final Set<ChannelGroup.Kind> ADJUSTABLE =
      Set.of(
          ChannelGroup.Kind.STEM,
          ChannelGroup.Kind.BOTTLENECK,
          ChannelGroup.Kind.EXPANSION,
          ChannelGroup.Kind.HEAD_CONVOLUTION,
          ChannelGroup.Kind.HEAD_HIDDEN);

  private ChannelGroups() {}

  /**
   * Returns the groups that {@link #resize} changes.
   *
   * @param architecture the architecture
   * @return all groups but the image's channels, the classes and the squeezed vectors, in the order
   *     of the graph
   */
  public static List<ChannelGroup> adjustable(Architecture architecture) {
    return LayerGraph.of(architecture).channelGroups().values().stream()
        .filter(group -> ADJUSTABLE.contains(group.kind()))
        .toList();
  }

  /**
   * Gives one group another size.
   *
   * <p>Blocks joined by residuals change together, a depthwise stage without expansion follows its
   * input, and a squeeze-excite whose {@link SqueezeRule} follows the resized channels is sized by
   * that rule. All other groups keep their size.
   *
   * @param architecture the architecture
   * @param groupId id of an adjustable group, as in {@link LayerGraph#channelGroups()}
   * @param channels the new size, at least 1
   * @return the changed architecture, under the same name
   * @throws InvalidInputException if there is no such adjustable group or the size is below 1
   */
  public static Architecture resize(Architecture architecture, String groupId, int channels) {
    Checks.atLeast("channels of " + groupId, channels, 1);
    return new GroupResizing(architecture, groupId, channels).resize();
  }
}
