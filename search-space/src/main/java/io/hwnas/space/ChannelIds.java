package io.hwnas.space;

/** Ids of blocks and channel groups. */
final class ChannelIds {
  static final String INPUT = "input";
  static final String STEM = "stem";
  static final String HEAD = "head";
  static final String HEAD_CONVOLUTION = "head.conv";
  static final String HEAD_HIDDEN = "head.hidden";
  static final String CLASSES = "classes";

  private ChannelIds() {}

  static String block(int stage, int block) {
    return "s" + stage + ".b" + block;
  }

  static String output(String blockId) {
    return blockId + ".output";
  }

  static String expansion(String blockId) {
    return blockId + ".expansion";
  }

  static String squeeze(String blockId) {
    return blockId + ".squeeze";
  }
}
