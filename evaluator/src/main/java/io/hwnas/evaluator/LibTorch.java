package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
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
      System.setProperty(CACHE_PROPERTY, chosen);
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
