package io.hwnas.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is to hold, written by whoever knows its format. */
@FunctionalInterface
public interface FileContent {
  /**
   * Writes the whole content to a file of the given name, which does not exist yet.
   *
   * @param file where to write; the caller moves it to its final name afterwards
   * @throws IOException if it cannot be written
   */
  void writeTo(Path file) throws IOException;

  /**
   * Returns content that is already in memory.
   *
   * @param bytes the bytes, not copied
   * @return the content
   */
  static FileContent of(byte[] bytes) {
    return file -> Files.write(file, bytes);
  }

  /**
   * Returns text content in UTF-8.
   *
   * @param text the text
   * @return the content
   */
  static FileContent of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
