package io.hwnas.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone once this is closed, or once the process is told to end before. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.hook = new Thread(this::deleteQuietly, "temporary-folder");
  }

  /**
   * Makes a folder among the temporary files.
   *
   * @param prefix what its name begins with, before this process's number
   * @return the folder, to be closed
   * @throws IOException if it cannot be made
   */
  public static TemporaryFolder named(String prefix) throws IOException {
    TemporaryFolder folder =
        new TemporaryFolder(
            Files.createTempDirectory("%s-%d-".formatted(prefix, ProcessHandle.current().pid())));
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  /**
   * Returns where it lies.
   *
   * @return the folder
   */
  public Path path() {
    return path;
  }

  /** Deletes the folder with all that it holds. */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is at work.
    }
    delete();
  }

  private void deleteQuietly() {
    try {
      delete();
    } catch (IOException e) {
      // The system's own clearing of temporary files is left.
    }
  }

  private void delete() throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(path)) {
      List<Path> deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
      for (Path entry : deepestFirst) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
