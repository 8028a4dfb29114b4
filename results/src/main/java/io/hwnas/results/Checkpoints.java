package io.hwnas.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checkpoints of a run, by name.
 *
 * <p>The file is written under a temporary name, synced and moved into place, and only then does a
 * line of {@code manifest.jsonl} name it with its SHA-256. A process killed in between leaves a
 * file that no line names, which the next opening removes; a file that no longer has its hash is
 * passed over for the one before it. The two latest of each name are kept, until the name is
 * removed. Safe for use by several threads.
 */
public final class Checkpoints implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MANIFEST = "manifest.jsonl";
  private static final String REMOVED = "removed";
  private static final int KEPT = 2;

  private final Path folder;
  private final ChecksummedLines manifest;

  private Checkpoints(Path folder, ChecksummedLines manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a folder of checkpoints, or creates it, and removes what no line of the manifest names.
   *
   * @param folder the folder
   * @return the checkpoints
   * @throws io.hwnas.space.InvalidInputException if the manifest is damaged or the folder cannot be
   *     written
   */
  public static Checkpoints open(Path folder) {
    try {
      Files.createDirectories(folder);
      Checkpoints checkpoints =
          new Checkpoints(folder, ChecksummedLines.open(folder.resolve(MANIFEST)));
      checkpoints.removeAllBut(checkpoints.kept());
      return checkpoints;
    } catch (IOException e) {
      throw FileFailure.of(folder, e);
    }
  }

  /**
   * Opens a folder of checkpoints for reading alone.
   *
   * @param folder the folder; a missing one holds no checkpoints
   * @return checkpoints that can only be read
   * @throws io.hwnas.space.InvalidInputException if the manifest is damaged
   */
  public static Checkpoints read(Path folder) {
    return new Checkpoints(folder, ChecksummedLines.read(folder.resolve(MANIFEST)));
  }

  /**
   * Saves a checkpoint; it is on the disk, and the latest of its name, when this returns.
   *
   * @param name what it is of: lower-case letters, digits, dots and hyphens
   * @param step how far the work had come, not negative
   * @param content writes the file
   * @return the checkpoint
   * @throws IllegalArgumentException if the name has other characters
   * @throws io.hwnas.space.InvalidInputException if the disk is full or the folder cannot be
   *     written
   */
  public synchronized Checkpoint save(String name, long step, FileContent content) {
    if (!name.matches("[a-z0-9][a-z0-9.-]*") || step < 0) {
      throw new IllegalArgumentException("checkpoint %s of step %d".formatted(name, step));
    }
    Path file = folder.resolve("%s.%d.%d".formatted(name, step, manifest.entries().size()));
    Path temporary = folder.resolve(file.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(temporary);
      content.writeTo(temporary);
      Durable.file(temporary);
      String hash = hash(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      Durable.folder(folder);
      ObjectNode row = JSON.createObjectNode().put("name", name).put("step", step);
      manifest.append(row.put("file", file.getFileName().toString()).put("sha256", hash));
      removeAllBut(kept());
      return new Checkpoint(name, step, file, hash);
    } catch (IOException e) {
      removeAfterFailure(temporary, e);
      throw FileFailure.of(file, e);
    } catch (RuntimeException e) {
      removeAfterFailure(temporary, e);
      throw e;
    }
  }

  /**
   * Returns the latest checkpoint of a name that is undamaged.
   *
   * @param name what it is of
   * @return the checkpoint, if there is one
   */
  public synchronized Optional<Checkpoint> latest(String name) {
    List<JsonNode> rows = rowsOf(name);
    for (int i = rows.size() - 1; i >= 0; i--) {
      JsonNode row = rows.get(i);
      Path file = folder.resolve(row.path("file").asText());
      String recorded = row.path("sha256").asText();
      try {
        if (Files.isRegularFile(file) && hash(file).equals(recorded)) {
          return Optional.of(new Checkpoint(name, row.path("step").asLong(), file, recorded));
        }
      } catch (IOException e) {
        throw FileFailure.of(file, e);
      }
    }
    return Optional.empty();
  }

  /**
   * Removes all checkpoints of a name, for work that has ended; a name without any stays so.
   *
   * <p>A line of the manifest says so before the files go: a process killed in between leaves files
   * that the next opening removes.
   *
   * @param name what they are of
   * @throws io.hwnas.space.InvalidInputException if the disk is full or the folder cannot be
   *     written
   */
  public synchronized void remove(String name) {
    if (rowsOf(name).isEmpty()) {
      return;
    }
    manifest.append(JSON.createObjectNode().put("name", name).put(REMOVED, true));
    try {
      removeAllBut(kept());
    } catch (IOException e) {
      throw FileFailure.of(folder, e);
    }
  }

  /** Closes the manifest. */
  @Override
  public void close() {
    manifest.close();
  }

  private List<JsonNode> rowsOf(String name) {
    return rows().getOrDefault(name, List.of());
  }

  /** The rows of each name since it was last removed, in order. */
  private Map<String, List<JsonNode>> rows() {
    Map<String, List<JsonNode>> rows = new HashMap<>();
    for (JsonNode row : manifest.entries()) {
      String name = row.path("name").asText();
      if (row.path(REMOVED).asBoolean()) {
        rows.remove(name);
      } else {
        rows.computeIfAbsent(name, first -> new ArrayList<>()).add(row);
      }
    }
    return rows;
  }

  /** The files of the latest rows of each name, and the manifest. */
  private Set<String> kept() {
    Set<String> kept = new HashSet<>(Set.of(MANIFEST));
    for (List<JsonNode> rows : rows().values()) {
      rows.subList(Math.max(0, rows.size() - KEPT), rows.size())
          .forEach(row -> kept.add(row.path("file").asText()));
    }
    return kept;
  }

  private void removeAllBut(Set<String> kept) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.filter(entry -> !kept.contains(entry.getFileName().toString())).forEach(files::add);
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static void removeAfterFailure(Path temporary, Exception failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
