package io.hwnas.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.hwnas.export.SafetensorsHeader.Entry;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the header of a file that may hold anything, token by token; used once.
 *
 * <p>Every fault is an {@link InvalidInputException} that names the file and, where it is in one,
 * the tensor.
 */
final class SafetensorsHeaderParser {
  /** No network's parameter has more than four dimensions. */
  private static final int MOST_DIMENSIONS = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private String where = "the header";

  SafetensorsHeaderParser(String file) {
    this.file = file;
  }

  SafetensorsHeader parse(byte[] header) {
    try (JsonParser json = JSON.createParser(decode(header))) {
      require(
          header[0] == '{' && json.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (name.equals(SafetensorsHeader.METADATA)) {
          metadata(json);
        } else {
          where = "tensor " + UntrustedText.quote(name);
          entries.put(name, entry(json));
        }
        where = "the header";
      }
      require(json.nextToken() == null, "goes on after its JSON object");
      return new SafetensorsHeader(entries, metadata);
    } catch (JsonProcessingException e) {
      throw invalid("is not valid JSON: " + UntrustedText.oneLine(e.getOriginalMessage()));
    } catch (CharacterCodingException e) {
      throw invalid("is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decode(byte[] header) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
  }

  private void metadata(JsonParser json) throws IOException {
    where = SafetensorsHeader.METADATA;
    require(json.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      require(json.nextToken() == JsonToken.VALUE_STRING, "holds a value that is not text");
      metadata.put(key, json.getText());
    }
  }

  private Entry entry(JsonParser json) throws IOException {
    boolean typed = false;
    List<Long> shape = null;
    List<Long> offsets = null;
    require(json.nextToken() == JsonToken.START_OBJECT, "is not described by a JSON object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      switch (key) {
        case "dtype" -> {
          dtype(json);
          typed = true;
        }
        case "shape" -> shape = wholeNumbers(json, "shape");
        case "data_offsets" -> offsets = wholeNumbers(json, "data_offsets");
        default -> throw invalid("has an unknown key " + UntrustedText.quote(key));
      }
    }
    require(typed, "has no dtype");
    require(shape != null, "has no shape");
    require(offsets != null && offsets.size() == 2, "needs data_offsets of a begin and an end");
    return entry(shape, offsets.get(0), offsets.get(1));
  }

  private void dtype(JsonParser json) throws IOException {
    require(json.nextToken() == JsonToken.VALUE_STRING, "has a dtype that is not text");
    String dtype = json.getText();
    if (!dtype.equals(SafetensorsHeader.FLOAT32)) {
      throw invalid(
          "has dtype %s; convert the file to %s"
              .formatted(UntrustedText.quote(dtype), SafetensorsHeader.FLOAT32));
    }
  }

  private List<Long> wholeNumbers(JsonParser json, String key) throws IOException {
    require(
        json.nextToken() == JsonToken.START_ARRAY, "has a %s that is not a list".formatted(key));
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
              && json.getLongValue() >= 0,
          "has a %s with a value that is not a whole number in range".formatted(key));
      require(numbers.size() < MOST_DIMENSIONS, "has a %s that is too long".formatted(key));
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private Entry entry(List<Long> shape, long begin, long end) {
    long elements = 1;
    for (long length : shape) {
      require(length >= 1, "has a shape with an empty dimension");
      require(length <= Integer.MAX_VALUE / elements, "has a shape of too many values: " + shape);
      elements *= length;
    }
    require(begin <= end, "ends at byte %d before it begins at %d".formatted(end, begin));
    require(
        end - begin == elements * Float.BYTES,
        "has shape %s of %d bytes, but takes %d"
            .formatted(shape, elements * Float.BYTES, end - begin));
    return new Entry(shape.stream().map(Math::toIntExact).toList(), begin, end);
  }

  private void require(boolean condition, String fault) {
    if (!condition) {
      throw invalid(fault);
    }
  }

  private InvalidInputException invalid(String fault) {
    return new InvalidInputException(
        "%s: %s %s; give a safetensors file".formatted(file, where, fault));
  }
}
