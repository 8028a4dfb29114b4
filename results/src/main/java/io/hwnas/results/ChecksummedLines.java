package io.hwnas.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An append-only file of JSON objects, one a line, each numbered and with a CRC-32C of its bytes.
 *
 * <p>Each line is on the disk when {@link #append} returns. A last line that a killed process left
 * torn was never acknowledged, so opening drops it; anything else that does not check is damage and
 * refused.
 */
final class ChecksummedLines implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "n";
  private static final String CHECKSUM = ",\"crc32c\":\"";
  private static final int TAIL = CHECKSUM.length() + 8 + 2;

  private final Path file;
  private final Optional<FileChannel> channel;
  private final List<JsonNode> entries;
  private long end;

  private ChecksummedLines(
      Path file, Optional<FileChannel> channel, List<JsonNode> entries, long end) {
    this.file = file;
    this.channel = channel;
    this.entries = entries;
    this.end = end;
  }

  /** Opens or creates the file for reading and appending; no other process may have it so. */
  static ChecksummedLines open(Path file) {
    InputFiles.requireRegular(file, "a journal");
    try {
      boolean created = Files.notExists(file);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return open(file, channel, created);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private static ChecksummedLines open(Path file, FileChannel channel, boolean created)
      throws IOException {
    lock(file, channel);
    List<JsonNode> entries = new ArrayList<>();
    long end = read(file, content(channel), entries);
    if (channel.size() > end) {
      channel.truncate(end).force(true);
    }
    channel.position(end);
    if (created) {
      channel.force(true);
      Durable.folder(file.toAbsolutePath().getParent());
    }
    return new ChecksummedLines(file, Optional.of(channel), entries, end);
  }

  /** Locks a byte far behind the content, which others may read meanwhile on every system. */
  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: the same answer.
    }
    throw new InvalidInputException(
        file + ": another process is writing into it; wait for it or choose another place");
  }

  /** Read through the same channel: closing another one of the file would give up the lock. */
  private static byte[] content(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until all is read.
    }
    return bytes.array();
  }

  /** Opens the file for reading alone and changes nothing; a missing file has no entries. */
  static ChecksummedLines read(Path file) {
    try {
      List<JsonNode> entries = new ArrayList<>();
      long end = Files.exists(file) ? read(file, Files.readAllBytes(file), entries) : 0;
      return new ChecksummedLines(file, Optional.empty(), entries, end);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /** The entries read and appended so far, in order. */
  List<JsonNode> entries() {
    return List.copyOf(entries);
  }

  /** Appends one entry and returns, once it is on the disk, what reading it back will give. */
  JsonNode append(ObjectNode fields) {
    FileChannel out =
        channel.orElseThrow(() -> new IllegalStateException(file + " is open for reading alone"));
    try {
      byte[] line = encode(entries.size(), fields);
      JsonNode entry = JSON.readTree(line);
      try {
        for (ByteBuffer buffer = ByteBuffer.wrap(line); buffer.hasRemaining(); ) {
          out.write(buffer);
        }
        out.force(false);
      } catch (IOException e) {
        out.truncate(end).position(end);
        throw e;
      }
      end += line.length;
      entries.add(entry);
      return entry;
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private static byte[] encode(int number, ObjectNode fields) throws JsonProcessingException {
    ObjectNode numbered = JSON.createObjectNode().put(NUMBER, number);
    numbered.setAll(fields);
    String json = JSON.writeValueAsString(numbered);
    String body = json.substring(0, json.length() - 1);
    String checksum = checksum(body.getBytes(StandardCharsets.UTF_8));
    return (body + CHECKSUM + checksum + "\"}\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads all good lines and returns the length of the file up to their end. */
  private static long read(Path file, byte[] bytes, List<JsonNode> entries) {
    int start = 0;
    while (start < bytes.length) {
      int newline = start;
      while (newline < bytes.length && bytes[newline] != '\n') {
        newline++;
      }
      boolean last = newline >= bytes.length - 1;
      byte[] line = Arrays.copyOfRange(bytes, start, newline);
      Optional<JsonNode> entry =
          newline < bytes.length ? decode(line, entries.size()) : Optional.empty();
      if (entry.isEmpty()) {
        if (last && (!entries.isEmpty() || isBegunOfOurs(line))) {
          return start;
        }
        throw new InvalidInputException(
            "%s:%d: the line was changed or damaged; restore the file, or start anew without it"
                .formatted(file, entries.size() + 1));
      }
      entries.add(entry.get());
      start = newline + 1;
    }
    return start;
  }

  /** Tells a first line that was cut off while it was written from a file of something else. */
  private static boolean isBegunOfOurs(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    String beginning = "{\"%s\":0,".formatted(NUMBER);
    return text.startsWith(beginning) || beginning.startsWith(text);
  }

  private static Optional<JsonNode> decode(byte[] line, int number) {
    if (line.length <= TAIL) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(line, line.length - TAIL);
    String tail = new String(line, body.length, TAIL, StandardCharsets.UTF_8);
    if (!tail.equals(CHECKSUM + checksum(body) + "\"}")) {
      return Optional.empty();
    }
    try {
      JsonNode entry = JSON.readTree(line);
      return Optional.of(entry).filter(node -> node.path(NUMBER).asInt(-1) == number);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
