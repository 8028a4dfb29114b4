package io.hwnas.cli.predicted;

import com.fasterxml.jackson.databind.node.TextNode;
import io.hwnas.evaluator.data.ContentDigest;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Names the content of a file, or of all files of a folder and their names. */
  private static String checksum(Path path) {
    SortedMap<String, Path> files = new TreeMap<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        inside
            .filter(Files::isRegularFile)
            .forEach(file -> files.put(file.getFileName().toString(), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      files.put("", path);
    }
    return ContentDigest.ofFiles(files);
  }
}
