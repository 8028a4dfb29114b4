package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** The native library: loaded on first use, with one line said where it cannot be. */
final class LibTorch {
  /** Environment variable that names the folder the natives are unpacked into. */
  private static final String CACHE_VARIABLE = "HWNAS_CACHE";

  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private LibTorch() {}

  /**
   * Loads the natives, if they are not yet, and sets the number of threads.
   *
   * @throws InvalidInputException if they cannot be unpacked or loaded
   */
  static void use(TorchOptions options) {
    String chosen = System.getenv(CACHE_VARIABLE);
    if (chosen != null && !chosen.isBlank() && System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, usable(Path.of(chosen)).toString());
    }
    try {
      Loader.load(torch.class);
      torch.set_num_threads(options.threads());
    } catch (LinkageError e) {
      throw new InvalidInputException(
          "libtorch cannot be loaded (%s); it is unpacked into %s, which needs 1 GiB free and write"
                  .formatted(reason(e), cacheDirectory())
              + " permission: set %s to another folder".formatted(CACHE_VARIABLE),
          e);
    }
  }

  /** JavaCPP would pass over a folder that it cannot write, and fill another without a word. */
  private static Path usable(Path chosen) {
    try {
      Path folder = Files.createDirectories(chosen);
      if (Files.isWritable(folder)) {
        return folder;
      }
    } catch (IOException e) {
      throw unusable(chosen, e);
    }
    throw unusable(chosen, new AccessDeniedException(chosen.toString()));
  }

  private static InvalidInputException unusable(Path chosen, IOException cause) {
    return new InvalidInputException(
        "%s=%s: no folder that can be made or written; libtorch is unpacked into it: name another"
            .formatted(CACHE_VARIABLE, chosen),
        cause);
  }

  private static String cacheDirectory() {
    return System.getProperty(CACHE_PROPERTY, System.getProperty("user.home") + "/.javacpp/cache");
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
