package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** The native library: loaded on first use, with one line said where it cannot be. */
final class LibTorch {
  /** Environment variable that names the folder the natives are unpacked into. */
  private static final String CACHE_VARIABLE = "HWNAS_CACHE";

  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** The library that needs all others. */
  private static final String WHOLE = "torch";

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
      Once.load();
      // Else a thread's first operator would take the number that another thread set since.
      torch.get_num_threads();
      torch.set_num_threads(options.threads());
    } catch (LinkageError e) {
      throw new InvalidInputException(
          "libtorch cannot be loaded (%s); it is unpacked into %s, which needs 1 GiB free and write"
                  .formatted(reason(e), cacheDirectory())
              + " permission: set %s to another folder".formatted(CACHE_VARIABLE),
          e);
    }
  }

  /**
   * Loads on its initialisation, since looking for the parts takes longer than a step of training.
   */
  private static final class Once {
    static {
      loadParts();
      Loader.load(torch.class);
    }

    private Once() {}

    /** Has the class initialised. */
    static void load() {}
  }

  /**
   * Loads the parts of libtorch, each before those that need it.
   *
   * <p>JavaCPP unpacks and loads {@code libtorch.so} before the {@code libtorch_cpu.so} that it
   * needs: with an empty cache the system's libtorch, such as that of Debian's python3-torch, is
   * taken for it, and ours, loaded after, crashes the process.
   */
  private static void loadParts() {
    Loader.load(openblas.class);
    ClassProperties properties = Loader.loadProperties(torch.class, Loader.loadProperties(), true);
    List<String> parts = new ArrayList<>(properties.get("platform.preload"));
    parts.addAll(properties.get("platform.link"));
    for (String part : parts) {
      URL[] packed =
          Arrays.stream(Loader.findLibrary(torch.class, properties, part))
              .filter(url -> url.getProtocol().equals("jar"))
              .toArray(URL[]::new);
      if (packed.length > 0 && !part.equals(WHOLE)) {
        String file = Loader.loadLibrary(torch.class, packed, part);
        if (!Path.of(file).isAbsolute()) {
          throw new UnsatisfiedLinkError("the unpacked " + part + " is damaged: remove it");
        }
      }
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
    try {
      return Loader.getCacheDir().toString();
    } catch (IOException e) {
      return System.getProperty("user.home") + "/.javacpp/cache";
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
