package io.hwnas.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Weights in the safetensors format: a length, a JSON header, then the values. */
public final class Safetensors {
  private Safetensors() {}

  /**
   * What a safetensors file holds.
   *
   * @param weights the tensors, in the order of their names
   * @param metadata the file's {@code __metadata__}, in the order of its keys
   */
  public record File(Weights weights, Map<String, String> metadata) {
    /** Copies the map. */
    public File {
      metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file where to
   * @param weights the tensors
   * @param metadata free text by key, such as provenance
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a file, checking every offset, shape and length before it is used.
   *
   * @param file where from
   * @return what it holds
   * @throws io.hwnas.space.InvalidInputException if the file is missing, truncated or not valid
   *     safetensors of 32-bit floats
   * @throws IOException if the file cannot be read
   */
  public static File read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
