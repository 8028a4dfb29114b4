package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads chosen files of a {@code .tar.gz} into memory (POSIX.1-1988 ustar headers). */
final class TarGz {
  private static final int BLOCK_BYTES = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE_OFFSET = 156;

  private TarGz() {}

  /** Returns the files whose last name part is wanted, by that part. */
  static SortedMap<String, ByteSource> files(Path archive, Predicate<String> wanted) {
    return ByteSource.of(archive).readUnpacked(in -> files(archive, in, wanted));
  }

  private static SortedMap<String, ByteSource> files(
      Path archive, InputStream in, Predicate<String> wanted) throws IOException {
    SortedMap<String, ByteSource> files = new TreeMap<>();
    while (true) {
      byte[] header = in.readNBytes(BLOCK_BYTES);
      if (header.length == 0 || header.length == BLOCK_BYTES && header[0] == 0) {
        return files;
      }
      if (header.length < BLOCK_BYTES) {
        throw new EOFException();
      }
      String path = text(header, 0, NAME_BYTES);
      String name = path.substring(path.lastIndexOf('/') + 1);
      long size = size(archive, header);
      boolean isFile = header[TYPE_OFFSET] == '0' || header[TYPE_OFFSET] == 0;
      long padding = (BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES;
      if (!isFile || !wanted.test(name)) {
        in.skipNBytes(size + padding);
        continue;
      }
      PixelBudget.require(archive.toString(), files.size() + 1L, size);
      byte[] bytes = in.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
      if (bytes.length < size) {
        throw new EOFException();
      }
      in.skipNBytes(padding);
      String location = Quoted.oneLine(archive + "!" + path);
      files.put(name, new ByteSource(location, () -> new ByteArrayInputStream(bytes)));
    }
  }

  private static long size(Path archive, byte[] header) {
    String octal = text(header, SIZE_OFFSET, SIZE_BYTES).strip();
    if (!octal.matches("[0-7]{1,12}")) {
      throw new InvalidInputException(archive + ": this is not a tar archive");
    }
    return Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int offset, int bytes) {
    int length = 0;
    while (length < bytes && header[offset + length] != 0) {
      length++;
    }
    return new String(header, offset, length, StandardCharsets.ISO_8859_1);
  }
}
