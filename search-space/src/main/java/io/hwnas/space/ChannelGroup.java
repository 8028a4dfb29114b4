package io.hwnas.space;

/**
 * Channels that can only be added or removed together, because they are one tensor or are joined by
 * a residual or a depthwise convolution.
 *
 * @param id unique id, named after the first tensor that has these channels
 * @param kind what they are
 * @param channels how many
 */
public record ChannelGroup(String id, Kind kind, int channels) {
  /** What the channels of a group are. */
  public enum Kind {
    /** The image's channels; fixed. */
    INPUT,
    /** The output of the stem, with every block joined to it by residuals. */
    STEM,
    /** The output of a block, with every block joined to it by residuals. */
    BOTTLENECK,
    /** The depthwise stage of one block. */
    EXPANSION,
    /** The squeezed vector of one block; follows the expansion. */
    SQUEEZE,
    /** The head's convolution. */
    HEAD_CONVOLUTION,
    /** The head's hidden layer. */
    HEAD_HIDDEN,
    /** The classes; fixed. */
    CLASSES
  }
}
