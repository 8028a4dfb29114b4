package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a folder must hold, or must not, for a run to begin or go on in it. */
final class RunFolder {
  static final String CONFIG = "config.yaml";
  static final String LOCK = "run.lock";

  private RunFolder() {}

  static boolean isRun(Path root) {
    return Files.isRegularFile(root.resolve(CONFIG));
  }

  static void refuseRun(Path root) {
    if (isRun(root)) {
      throw new InvalidInputException(
          "%s: holds a run already; go on with --resume or choose another --run".formatted(root));
    }
  }

  /** Refuses a folder that holds more than what a run killed at its very start leaves behind. */
  static void refuseForeign(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException("%s: is a file; choose another --run".formatted(root));
    }
    boolean foreign =
        entries(root).stream().anyMatch(entry -> !entry.endsWith(LOCK) && !isTemporary(entry));
    if (foreign) {
      throw notARun(root);
    }
  }

  /** Refuses a folder that this user may not write, or make where it is missing. */
  static void refuseSealed(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    while (Files.notExists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("%s: is a file; choose another --run".formatted(root));
    }
    if (!Files.isWritable(folder)) {
      throw FileFailure.denied(root, new AccessDeniedException(folder.toString()));
    }
  }

  static void refuseMissing(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(
          "%s: there is no such run; check the name, or start it without --resume".formatted(root));
    }
  }

  /** Refuses what is to be read alone and is no run. */
  static void refuseUnreadable(Path root) {
    if (!isRun(root)) {
      throw new InvalidInputException(
          Files.exists(root)
              ? "%s: is no run, for it holds no %s; give the folder of a run"
                  .formatted(root, CONFIG)
              : "%s: there is no such folder; give the folder of a run".formatted(root));
    }
  }

  static void refuseOtherConfig(Path file, String configYaml) {
    List<String> started;
    try {
      started = Files.readString(file).lines().toList();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
    List<String> now = configYaml.lines().toList();
    for (int i = 0; i < Math.max(started.size(), now.size()); i++) {
      String before = i < started.size() ? started.get(i).strip() : "nothing";
      String after = i < now.size() ? now.get(i).strip() : "nothing";
      if (!before.equals(after)) {
        throw new InvalidInputException(
            "%s:%d: the run was started with '%s', not '%s'; resume it as it was started"
                .formatted(file, i + 1, before, after));
      }
    }
  }

  static InvalidInputException notARun(Path root) {
    return new InvalidInputException(
        "%s: the folder is no run and not empty; choose another --run".formatted(root));
  }

  /** Makes the folder; false if it was there. */
  static boolean makeFolder(Path root) {
    boolean missing = Files.notExists(root);
    try {
      Files.createDirectories(root);
      return missing;
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new InvalidInputException("%s: is a file; choose another --run".formatted(root), e);
    } catch (IOException e) {
      throw FileFailure.of(root, e);
    }
  }

  static void writeConfig(Path root, String configYaml) {
    Path file = root.resolve(CONFIG);
    try {
      AtomicFiles.writeString(file, configYaml);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  static void removeTemporaries(Path root) {
    try {
      Bundle.restore(root, RunDirectory.BEST);
    } catch (IOException e) {
      throw FileFailure.of(root, e);
    }
    for (Path entry : entries(root)) {
      if (isTemporary(entry)) {
        try {
          Durable.delete(entry);
        } catch (IOException e) {
          throw FileFailure.of(entry, e);
        }
      }
    }
  }

  /** Takes away a run, first what makes the folder one, and the folder if nothing stays. */
  static void removeBut(Path root, List<String> kept) {
    try {
      Durable.delete(root.resolve(CONFIG));
      for (Path entry : entries(root)) {
        if (!kept.contains(entry.getFileName().toString())) {
          Durable.delete(entry);
        }
      }
      if (entries(root).isEmpty()) {
        Files.delete(root);
      }
    } catch (IOException e) {
      throw FileFailure.of(root, e);
    }
  }

  /** Takes away what a run left that failed to begin. */
  static void removeEntries(Path root, RuntimeException failure) {
    try {
      for (Path entry : entries(root)) {
        Durable.delete(entry);
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  static void removeIfEmpty(Path root, RuntimeException failure) {
    try {
      if (entries(root).isEmpty()) {
        Files.delete(root);
      }
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isTemporary(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(".") && name.endsWith(AtomicFiles.TEMPORARY_SUFFIX);
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw FileFailure.of(folder, e);
    }
  }
}
