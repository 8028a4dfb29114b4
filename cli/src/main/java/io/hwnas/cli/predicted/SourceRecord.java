package io.hwnas.cli.predicted;

import com.fasterxml.jackson.databind.node.TextNode;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps in a run's journal which files its networks are measured by: what other files say could not
 * be compared with the trials that are there.
 */
final class SourceRecord {
  private static final String KEY = "source/";

  private SourceRecord() {}

  /**
   * Holds a search's files against those that its run was begun with, where there are some.
   *
   * @throws InvalidInputException if one has another content
   */
  static void begin(RunDirectory directory, PredictedSearchConfig config) {
    config
        .accuracy()
        .readFrom()
        .ifPresent(file -> begin(directory, PredictedSearchConfig.ACCURACY, file));
    config.tables().forEach((measure, table) -> begin(directory, measure, table));
  }

  private static void begin(RunDirectory directory, String measure, Path path) {
    Journal journal = directory.journal();
    String now = checksum(path);
    Optional<String> before = journal.recall(KEY + measure).map(value -> value.asText());
    if (before.isEmpty()) {
      journal.record(KEY + measure, TextNode.valueOf(now));
    } else if (!before.get().equals(now)) {
      throw new InvalidInputException(
          "%s, which says the %s of networks, has changed since %s was begun; give the former back, or start another run"
              .formatted(path, measure, directory.root()));
    }
  }

  /** SHA-256 of a file, or of the names and contents of all files of a folder. */
  private static String checksum(Path path) {
    MessageDigest digest = sha256();
    try {
      for (Path file : files(path)) {
        digest.update(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(file)) {
          in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      return inside.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
