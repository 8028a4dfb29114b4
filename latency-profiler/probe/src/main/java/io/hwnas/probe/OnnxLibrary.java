package io.hwnas.probe;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The native library: loaded on first use, with one line said where it cannot be. */
final class OnnxLibrary {
  /** What the Java side of ONNX Runtime logs under, stack traces included, when it is unpacked. */
  private static final String UNPACKING = "ai.onnxruntime.OnnxRuntime";

  /** Linux: what is mapped into this process, a line each, its file's path at the end. */
  private static final Path MAPPED = Path.of("/proc/self/maps");

  /** Files of the folder, one of temporary ones, that the library is unpacked into. */
  private static final Pattern UNPACKED = Pattern.compile("/.*/onnxruntime-java[0-9]+/[^/]+\\.so$");

  private OnnxLibrary() {}

  /**
   * Returns the one environment of this process.
   *
   * @throws InvalidInputException if the library cannot be unpacked or loaded
   */
  static OrtEnvironment environment() {
    Logger unpacking = Logger.getLogger(UNPACKING);
    boolean printed = unpacking.getUseParentHandlers();
    FirstFailure failure = new FirstFailure();
    unpacking.setUseParentHandlers(false);
    unpacking.addHandler(failure);
    try {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      deleteUnpacked();
      return environment;
    } catch (LinkageError e) {
      throw new InvalidInputException(
          "ONNX Runtime cannot be loaded (%s); it is unpacked into %s, which needs 100 MiB free and"
                  .formatted(
                      failure.reason.orElse(deepest(e)), System.getProperty("java.io.tmpdir"))
              + " write permission: name another with Java's -Djava.io.tmpdir=FOLDER (hwnas takes it"
              + " from HWNAS_JAVA_OPTS). There is one for Linux with glibc (x86-64, arm64), macOS"
              + " (arm64) and Windows (x64); this is %s, %s"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          e);
    } finally {
      unpacking.removeHandler(failure);
      unpacking.setUseParentHandlers(printed);
    }
  }

  /**
   * Deletes on Linux what was unpacked, which stays mapped. Elsewhere it goes when the process
   * ends, but not when it is killed: 28 MB each time.
   */
  private static void deleteUnpacked() {
    if (!Files.isReadable(MAPPED)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPPED)) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      for (Path file : unpacked(lines, temporary)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      // They stay until the process ends.
      Logger.getLogger(OnnxLibrary.class.getName()).log(Level.FINE, "unpacked files stay", e);
    }
  }

  /** Finds files that were unpacked, in a folder of the one for temporary files, not installed. */
  static Set<Path> unpacked(Stream<String> mapped, Path temporary) {
    return mapped
        .map(UNPACKED::matcher)
        .filter(Matcher::find)
        .map(found -> Path.of(found.group()))
        .filter(file -> temporary.equals(file.getParent().getParent()))
        .collect(Collectors.toSet());
  }

  private static String deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("unknown reason");
  }

  /** Keeps the first failure that is logged. */
  private static final class FirstFailure extends Handler {
    private Optional<String> reason = Optional.empty();

    @Override
    public void publish(LogRecord entry) {
      if (reason.isEmpty() && entry.getThrown() != null) {
        reason = Optional.of(deepest(entry.getThrown()));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
