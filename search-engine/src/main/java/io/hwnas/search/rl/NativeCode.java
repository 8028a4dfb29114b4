package io.hwnas.search.rl;

import io.hwnas.space.InvalidInputException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/** libtorch: loaded on first use, called on one thread, its objects freed where a call ends. */
final class NativeCode {
  /** Environment variable that names the folder the natives are unpacked into. */
  private static final String CACHE_VARIABLE = "HWNAS_CACHE";

  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeCode() {}

  /**
   * Loads it, if it is not loaded yet.
   *
   * @throws InvalidInputException if it cannot be unpacked or loaded
   */
  static void load() {
    String chosen = System.getenv(CACHE_VARIABLE);
    if (chosen != null && !chosen.isBlank() && System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, chosen);
    }
    try {
      Loader.load(torch.class);
    } catch (LinkageError e) {
      throw new InvalidInputException(
          "libtorch cannot be loaded (%s); it needs 1 GiB free and write permission: set %s to a"
                  .formatted(String.valueOf(e.getMessage()).split("\\R")[0], CACHE_VARIABLE)
              + " folder that has them",
          e);
    }
  }

  /**
   * Runs code whose native objects are freed when it ends, unless it keeps them.
   *
   * <p>One thread is the fastest for matrices as small as a controller's, and sums then do not
   * depend on how many threads others asked libtorch for; their number is put back.
   */
  static <T> T scoped(Supplier<T> code) {
    int threads = torch.get_num_threads();
    torch.set_num_threads(1);
    PointerScope scope = new PointerScope();
    try {
      return code.get();
    } finally {
      scope.close();
      torch.set_num_threads(threads);
    }
  }
}
