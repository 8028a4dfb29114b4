package io.hwnas.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.hwnas.space.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries where each tensor lies, by name
 * @param metadata free text by key
 */
record SafetensorsHeader(SortedMap<String, Entry> entries, SortedMap<String, String> metadata) {
  /** The key that is not a tensor's name. */
  static final String METADATA = "__metadata__";

  /** The one type of values that is read and written. */
  static final String FLOAT32 = "F32";

  /** What the header's length is a multiple of, so that the values are aligned. */
  private static final int ALIGNMENT = 8;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Where one tensor lies.
   *
   * @param shape length of each dimension
   * @param begin offset of its first byte from the end of the header
   * @param end offset after its last byte
   */
  record Entry(List<Integer> shape, long begin, long end) {}

  /** Lays tensors out one after the other in the order of their names. */
  static SafetensorsHeader of(Weights weights, Map<String, String> metadata) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    long offset = 0;
    for (String name : new TreeMap<>(weights.tensors()).keySet()) {
      if (name.equals(METADATA)) {
        throw new IllegalArgumentException("no tensor can be called " + METADATA);
      }
      FloatTensor tensor = weights.get(name);
      long end = offset + (long) Float.BYTES * tensor.size();
      entries.put(name, new Entry(tensor.shape(), offset, end));
      offset = end;
    }
    return new SafetensorsHeader(entries, new TreeMap<>(metadata));
  }

  /** Returns the JSON text, metadata first, then the tensors by name, padded with spaces. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> text : metadata.entrySet()) {
          json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, Entry> tensor : entries.entrySet()) {
        write(json, tensor.getKey(), tensor.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, Entry entry) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", FLOAT32);
    json.writeFieldName("shape");
    json.writeArray(
        entry.shape().stream().mapToInt(Integer::intValue).toArray(), 0, entry.shape().size());
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
    json.writeEndObject();
  }

  /**
   * Checks that the tensors follow one another from the first byte after the header to the last of
   * the file, none overlapping, and that each is as long as its shape says.
   *
   * @param file named in messages
   * @param dataLength bytes after the header
   * @throws InvalidInputException naming the first tensor that does not fit
   */
  void requireCovers(String file, long dataLength) {
    List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
    inOrder.sort(Comparator.comparingLong(tensor -> tensor.getValue().begin()));
    long offset = 0;
    for (Map.Entry<String, Entry> tensor : inOrder) {
      Entry entry = tensor.getValue();
      String name = UntrustedText.quote(tensor.getKey());
      if (entry.begin() != offset) {
        throw new InvalidInputException(
            "%s: tensor %s begins at byte %d, not %d where the one before it ends; the file is damaged"
                .formatted(file, name, entry.begin(), offset));
      }
      if (entry.end() > dataLength) {
        throw new InvalidInputException(
            "%s: tensor %s ends at byte %d, but only %d bytes follow the header; the file is truncated"
                .formatted(file, name, entry.end(), dataLength));
      }
      offset = entry.end();
    }
    if (offset != dataLength) {
      throw new InvalidInputException(
          "%s: %d bytes follow the header, but the tensors take only %d; the file is damaged"
              .formatted(file, dataLength, offset));
    }
  }
}
