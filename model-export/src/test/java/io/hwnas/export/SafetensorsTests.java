package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTests {
  private static final Map<String, String> METADATA = Map.of("seed", "7", "made by", "a test");

  @TempDir Path folder;

  /** The header's text as the format's reference implementation lays it out. */
  @Test
  void headerIsByteForByteAsSpecified() throws IOException {
    Path file = folder.resolve("golden.safetensors");
    Safetensors.write(file, small(), METADATA);

    String header =
        "{\"__metadata__\":{\"made by\":\"a test\",\"seed\":\"7\"},"
            + "\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    for (float value : new float[] {0.5f, -1, 1, 2, 3, 4, 5, Float.MIN_VALUE}) {
      expected.putFloat(value);
    }
    assertArrayEquals(expected.array(), Files.readAllBytes(file));
  }

  @Test
  void equalWeightsGiveEqualBytesWhateverTheirOrder() throws IOException {
    Map<String, FloatTensor> turned = new LinkedHashMap<>();
    turned.put("bias", small().get("bias"));
    turned.put("weight", small().get("weight"));
    assertArrayEquals(bytes(small()), bytes(Weights.of(turned)));
  }

  @Test
  void noTensorsAndNoMetadataIsAFileToo() throws IOException {
    Path file = folder.resolve("empty.safetensors");
    Safetensors.write(file, Weights.of(Map.of()), Map.of());
    assertEquals(new Safetensors.File(Weights.of(Map.of()), Map.of()), Safetensors.read(file));
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("absent.safetensors");
    assertTrue(message(file).contains("absent.safetensors"));
    assertTrue(message(file).contains("no such file"));
  }

  @Test
  void aFolderIsRefusedAsOne() {
    assertTrue(message(folder).contains("is a folder, not a safetensors file"));
  }

  @Test
  void twoHundredDamagedFilesAreEachRefusedInOneLine() throws IOException {
    byte[] whole = bytes(small());
    Random random = new Random(20);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = damage(whole, i % 8, random);
      assertFalse(Arrays.equals(whole, damaged));
      Path file = Files.write(folder.resolve("damaged.safetensors"), damaged);
      String message = message(file);
      assertTrue(message.contains("damaged.safetensors"), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void noByteInTheHeaderCausesAnythingButRefusal() throws IOException {
    byte[] whole = bytes(small());
    Random random = new Random(21);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] changed = whole.clone();
      for (int change = 0; change <= random.nextInt(3); change++) {
        changed[random.nextInt(whole.length - 32)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("changed.safetensors"), changed);
      try {
        assertEquals(2, Safetensors.read(file).weights().names().size());
      } catch (InvalidInputException e) {
        assertEquals(1, e.getMessage().lines().count());
        refused++;
      }
    }
    assertTrue(refused > 1000, refused + " refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}                 | 8  | dtype 'F16'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                 | 4  | takes 4
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                 | 4  | truncated
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                 | 12 | damaged
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}                | 12 | begins at byte 4
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                 | 8  | before it begins
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}               | 8  | data_offsets
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                   | 8  | data_offsets
          {"a":{"dtype":"F32","shape":[2,0],"data_offsets":[0,0]}}               | 0  | empty dimension
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                | 8  | not a whole number
          {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}               | 8  | not a whole number
          {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | 8 | not a whole number
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | 0 | too many values
          {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}       | 0  | too many values
          {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}} | 4  | too long
          {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                   | 8  | not a list
          {"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}                     | 8  | not text
          {"a":{"dtype":"F32","data_offsets":[0,8]}}                             | 8  | no shape
          {"a":{"shape":[2],"data_offsets":[0,8]}}                               | 8  | no dtype
          {"a":{"dtype":"F32","shape":[2]}}                                      | 8  | data_offsets
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"b":1}}           | 8  | unknown key 'b'
          {"a":[]}                                                               | 0  | tensor 'a'
          {"__metadata__":{"a":1}}                                               | 0  | not text
          {"__metadata__":[]}                                                    | 0  | __metadata__
          []                                                                     | 0  | not a JSON object
          {} {}                                                                  | 0  | goes on
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | JSON
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | tensor 'b'
          """)
  void eachFaultIsNamed(String header, int dataBytes, String expected) throws IOException {
    byte[] json = header.strip().getBytes(StandardCharsets.UTF_8);
    String message = message(file(json, dataBytes));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void deepNestingAndHugeHeadersAreRefused() throws IOException {
    byte[] nested = "{\"a\":".concat("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertTrue(message(file(nested, 0)).contains("tensor 'a'"));
    ByteBuffer huge = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(-1);
    Path file = Files.write(folder.resolve("huge.safetensors"), huge.array());
    assertTrue(message(file).contains("18446744073709551615 bytes"));
  }

  @Test
  void aNameOfControlCharactersCannotBreakTheMessage() throws IOException {
    byte[] json = "{\"a\\nb\\u2028\":{\"dtype\":\"F32\"}}".getBytes(StandardCharsets.UTF_8);
    assertTrue(message(file(json, 0)).contains("'a?b?'"));
  }

  private Path file(byte[] json, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("faulty.safetensors"), bytes.array());
  }

  private static String message(Path file) {
    return assertThrows(InvalidInputException.class, () -> Safetensors.read(file)).getMessage();
  }

  private byte[] bytes(Weights weights) throws IOException {
    Path file = folder.resolve("written.safetensors");
    Safetensors.write(file, weights, METADATA);
    return Files.readAllBytes(file);
  }

  private static Weights small() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "weight", new FloatTensor(List.of(2, 3), new float[] {1, 2, 3, 4, 5, Float.MIN_VALUE}));
    tensors.put("bias", new FloatTensor(List.of(2), new float[] {0.5f, -1}));
    return Weights.of(tensors);
  }

  /** Changes a file so that it cannot be valid any more; names and metadata hold no digits. */
  private static byte[] damage(byte[] whole, int kind, Random random) {
    int headerLength = whole.length - 8 - 32;
    byte[] damaged = whole.clone();
    switch (kind) {
      case 0 -> {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
      }
      case 1 -> {
        return Arrays.copyOf(whole, whole.length + 1 + random.nextInt(100));
      }
      case 2 -> damaged[random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
      case 3 -> replaceOneOf("0123456789", "0123456789", damaged, headerLength, random);
      case 4 -> replaceOneOf("{}[]:,\"", " ", damaged, headerLength, random);
      case 5 -> damaged[8 + random.nextInt(headerLength)] = (byte) (0x80 + random.nextInt(0x40));
      case 6 -> {
        int at = random.nextInt(whole.length - 9);
        ByteArrayOutputStream shifted = new ByteArrayOutputStream();
        shifted.write(whole, 0, at);
        shifted.write('}');
        shifted.write(whole, at, whole.length - at);
        return shifted.toByteArray();
      }
      default -> Arrays.fill(damaged, random.nextInt(8), 8 + headerLength, (byte) 0);
    }
    return damaged;
  }

  private static void replaceOneOf(
      String targets, String replacements, byte[] bytes, int headerLength, Random random) {
    int tensors = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"bias\"");
    while (true) {
      int at = tensors + random.nextInt(8 + headerLength - tensors);
      char replacement = replacements.charAt(random.nextInt(replacements.length()));
      if (targets.indexOf(bytes[at]) >= 0 && bytes[at] != replacement) {
        bytes[at] = (byte) replacement;
        return;
      }
    }
  }
}
