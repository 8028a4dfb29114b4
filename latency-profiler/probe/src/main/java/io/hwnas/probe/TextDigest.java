package io.hwnas.probe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for what a measurement depends on. */
public final class TextDigest {
  private static final int BYTES = 8;

  private TextDigest() {}

  /**
   * Returns the first digits of the SHA-256 of a text.
   *
   * @param text the text
   * @return 16 hexadecimal digits
   */
  public static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
