package io.hwnas.latency;

import io.hwnas.probe.TextDigest;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.stream.Collectors;

/** A short name for what a network's time depends on. */
final class NetworkDigest {
  private NetworkDigest() {}

  /** The first digits of the SHA-256 of the keys of its blocks. */
  static String of(LayerGraph graph) {
    return TextDigest.of(
        graph.blocks().stream().map(LoweredBlock::key).collect(Collectors.joining("\n")));
  }
}
