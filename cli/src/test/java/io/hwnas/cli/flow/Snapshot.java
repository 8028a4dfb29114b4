package io.hwnas.cli.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder as it once was.
 *
 * @param folder the folder, which may not have been there
 * @param copy where its copy lies
 */
record Snapshot(Path folder, Path copy) {
  /** Copies a folder that nobody writes. */
  static Snapshot of(Path folder) throws IOException {
    Snapshot snapshot = new Snapshot(folder, folder.resolveSibling(folder.getFileName() + "-copy"));
    copy(folder, snapshot.copy);
    return snapshot;
  }

  /** Makes the folder what it was. */
  void restore() throws IOException {
    copy(copy, folder);
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path entry : entries(to).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(entry);
    }
    for (Path entry : entries(from)) {
      Files.copy(entry, to.resolve(from.relativize(entry)));
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.toList();
    }
  }
}
