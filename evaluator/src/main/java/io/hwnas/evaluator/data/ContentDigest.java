package io.hwnas.evaluator.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names the content of files: SHA-256 of their places within the set and their bytes. */
public final class ContentDigest {
  private static final int BUFFER_BYTES = 1 << 16;

  private ContentDigest() {}

  /**
   * Digests files.
   *
   * @param files the files by their places within the set
   * @return 64 hexadecimal digits
   * @throws io.hwnas.space.InvalidInputException if one cannot be read
   */
  public static String ofFiles(SortedMap<String, Path> files) {
    SortedMap<String, ByteSource> sources = new TreeMap<>();
    files.forEach((place, file) -> sources.put(place, ByteSource.of(file)));
    return of(sources);
  }

  static String of(SortedMap<String, ByteSource> files) {
    MessageDigest whole = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (Map.Entry<String, ByteSource> file : files.entrySet()) {
      whole.update(sha256().digest(file.getKey().getBytes(StandardCharsets.UTF_8)));
      byte[] content =
          file.getValue().read(in -> digest(new DigestInputStream(in, sha256()), buffer));
      whole.update(content);
    }
    return HexFormat.of().formatHex(whole.digest());
  }

  /** Returns the first 16 hexadecimal digits for a text. */
  static String ofText(String text) {
    return HexFormat.of()
        .formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, Long.BYTES);
  }

  private static byte[] digest(DigestInputStream in, byte[] buffer) throws IOException {
    while (in.read(buffer) >= 0) {
      // The stream digests what is read.
    }
    return in.getMessageDigest().digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
