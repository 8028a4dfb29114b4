package io.hwnas.evaluator.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Checks what ImageIO's PNG reader lets pass: chunk lengths, checksums and the final chunk (PNG
 * specification, third edition, section 5).
 */
final class PngChunks {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int END = 0x49454e44;
  private static final int ANIMATION_CONTROL = 0x6163544c;
  private static final int BYTES_AROUND_DATA = 12;

  private PngChunks() {}

  /** Says whether the bytes begin as a PNG file does. */
  static boolean isPng(byte[] file) {
    return file.length >= 8 && ByteBuffer.wrap(file).getLong() == SIGNATURE;
  }

  /** Says whether every chunk up to the final one is there and unharmed. */
  static boolean areWhole(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = 8;
    while (file.length - at >= BYTES_AROUND_DATA) {
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - BYTES_AROUND_DATA) {
        return false;
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, 4 + length);
      if ((int) checksum.getValue() != bytes.getInt(at + 8 + length)) {
        return false;
      }
      if (bytes.getInt(at + 4) == END) {
        return true;
      }
      at += BYTES_AROUND_DATA + length;
    }
    return false;
  }

  /** Says whether a whole file has more frames than one (APNG specification, chunk acTL). */
  static boolean isAnimated(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = 8;
    while (bytes.getInt(at + 4) != END) {
      if (bytes.getInt(at + 4) == ANIMATION_CONTROL && bytes.getInt(at + 8) > 1) {
        return true;
      }
      at += BYTES_AROUND_DATA + bytes.getInt(at);
    }
    return false;
  }
}
