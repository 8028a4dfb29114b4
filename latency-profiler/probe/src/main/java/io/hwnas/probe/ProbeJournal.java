package io.hwnas.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log in a file of JSON lines, each forced to the disk before its values are used; a last line
 * that was cut off is dropped.
 */
final class ProbeJournal implements MeasurementLog, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileChannel channel;
  private final Map<String, List<Double>> values = new HashMap<>();

  private ProbeJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a journal, or begins one.
   *
   * @param file the file
   * @param purpose what it is the journal of
   * @throws InvalidInputException if it is the journal of something else, is damaged, or another
   *     process has it
   */
  static ProbeJournal open(Path file, String purpose) throws IOException {
    InputFiles.requireRegular(file, "a journal");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file, channel);
      ProbeJournal journal = new ProbeJournal(file, channel);
      journal.recover(purpose);
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: the same answer.
    }
    throw new InvalidInputException(file + ": another process is measuring into it");
  }

  private void recover(String purpose) throws IOException {
    byte[] bytes = content();
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    List<String> lines = new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
    ObjectNode first = JSON.createObjectNode().put("of", purpose);
    String torn = new String(bytes, whole, bytes.length - whole, StandardCharsets.UTF_8);
    boolean ofThis =
        lines.isEmpty()
            ? first.toString().startsWith(torn)
            : read(lines, 0).path("of").asText().equals(purpose);
    if (!ofThis) {
      throw new InvalidInputException(
          "%s: was begun with another plan, or on something else; remove it or choose another --out"
              .formatted(file));
    }
    for (int line = 1; line < lines.size(); line++) {
      JsonNode node = read(lines, line);
      values.put(node.path("key").asText(), recorded(node.path("values"), line));
    }
    channel.truncate(whole);
    channel.position(whole);
    if (lines.isEmpty()) {
      append(first);
    }
  }

  private List<Double> recorded(JsonNode array, int line) {
    List<Double> recorded = new ArrayList<>();
    for (JsonNode value : array) {
      if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
        throw new InvalidInputException(
            "%s:%d: %s is no number; remove the file and measure again"
                .formatted(file, line + 1, value));
      }
      recorded.add(value.asDouble());
    }
    return recorded;
  }

  /** Read through the same channel: closing another one of the file would give up the lock. */
  private byte[] content() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until all is read.
    }
    return bytes.array();
  }

  private JsonNode read(List<String> lines, int line) {
    try {
      return JSON.readTree(lines.get(line));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s:%d: is no JSON; remove the file and measure again".formatted(file, line + 1), e);
    }
  }

  @Override
  public Optional<List<Double>> recall(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public void record(String key, List<Double> measured) {
    ObjectNode line = JSON.createObjectNode().put("key", key);
    ArrayNode array = line.putArray("values");
    measured.forEach(array::add);
    try {
      append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    values.put(key, List.copyOf(measured));
  }

  private void append(ObjectNode line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
