package io.hwnas.probe;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.hwnas.space.InvalidInputException;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The native library: loaded on first use, with one line said where it cannot be. */
final class OnnxLibrary {
  /** What the Java side of ONNX Runtime logs under, stack traces included, when it is unpacked. */
  private static final String UNPACKING = "ai.onnxruntime.OnnxRuntime";

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
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
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
