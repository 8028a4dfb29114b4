package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Short names for what a measurement depends on. */
final class NetworkDigest {
  private static final int BYTES = 8;

  private NetworkDigest() {}

  /** The first digits of the SHA-256 of the keys of its blocks. */
  static String of(LayerGraph graph) {
    return ofText(graph.blocks().stream().map(LoweredBlock::key).collect(Collectors.joining("\n")));
  }

  /** The first digits of the SHA-256 of a text. */
  static String ofText(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
