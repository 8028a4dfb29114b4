package io.hwnas.export;

import io.hwnas.export.SafetensorsHeader.Entry;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights in the safetensors format of Hugging Face: the header's length in 8 bytes, a JSON header,
 * then the values, all little-endian.
 *
 * <p>Only 32-bit floats are read and written. Tensors are written in the order of their names, so
 * that equal weights and metadata give equal bytes.
 */
public final class Safetensors {
  /** Longest header that is read, in bytes; a network of 300 tensors needs about 40,000. */
  private static final long LONGEST_HEADER = 16 << 20;

  private static final int CHUNK_BYTES = 1 << 18;

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
    AtomicFiles.write(file, out -> write(out, weights, metadata));
  }

  private static void write(OutputStream out, Weights weights, Map<String, String> metadata)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.of(weights, metadata);
    byte[] json = header.toBytes();
    ByteBuffer chunk = chunk();
    chunk.putLong(json.length);
    out.write(chunk.array(), 0, Long.BYTES);
    out.write(json);
    for (String name : header.entries().keySet()) {
      FloatBuffer values = weights.get(name).buffer();
      while (values.hasRemaining()) {
        int count = Math.min(values.remaining(), CHUNK_BYTES / Float.BYTES);
        chunk.clear().asFloatBuffer().put(values.slice(values.position(), count));
        values.position(values.position() + count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  /**
   * Reads a file, checking every offset, shape and length before it is used.
   *
   * @param file where from
   * @return what it holds
   * @throws InvalidInputException if the file is missing, truncated or not valid safetensors of
   *     32-bit floats
   * @throws IOException if the file cannot be read
   */
  public static File read(Path file) throws IOException {
    InputFiles.requireRegular(file, "a safetensors file");
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "%s: there is no such file; give a safetensors file".formatted(file));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = chunk();
      long size = channel.size();
      if (size < Long.BYTES) {
        throw truncated(file);
      }
      fill(channel, chunk.limit(Long.BYTES), file);
      long headerLength = chunk.getLong();
      if (headerLength < 2 || headerLength > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
        throw new InvalidInputException(
            "%s: a header of %s bytes does not fit a file of %d bytes; give a safetensors file"
                .formatted(file, Long.toUnsignedString(headerLength), size));
      }
      ByteBuffer json = ByteBuffer.allocate(Math.toIntExact(headerLength));
      fill(channel, json, file);
      SafetensorsHeader header = new SafetensorsHeaderParser(file.toString()).parse(json.array());
      header.requireCovers(file.toString(), size - Long.BYTES - headerLength);
      Map<String, FloatTensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, Entry> tensor : header.entries().entrySet()) {
        channel.position(Long.BYTES + headerLength + tensor.getValue().begin());
        tensors.put(tensor.getKey(), values(channel, tensor.getValue(), chunk, file));
      }
      return new File(Weights.of(tensors), header.metadata());
    }
  }

  private static FloatTensor values(FileChannel channel, Entry entry, ByteBuffer chunk, Path file)
      throws IOException {
    FloatBuffer values =
        FloatBuffer.allocate(Math.toIntExact((entry.end() - entry.begin()) / Float.BYTES));
    while (values.hasRemaining()) {
      int bytes = Math.min(CHUNK_BYTES / Float.BYTES, values.remaining()) * Float.BYTES;
      fill(channel, chunk.clear().limit(bytes), file);
      values.put(chunk.asFloatBuffer());
    }
    return FloatTensor.owning(entry.shape(), values.array());
  }

  /** Fills a buffer up to its limit and flips it. */
  private static void fill(FileChannel channel, ByteBuffer buffer, Path file) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw truncated(file);
      }
    }
    buffer.flip();
  }

  private static ByteBuffer chunk() {
    return ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InvalidInputException truncated(Path file) {
    return new InvalidInputException(
        "%s: the file is truncated; give a whole safetensors file".formatted(file));
  }
}
