package io.hwnas.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A found network, ready to be used elsewhere: {@code arch.yaml}, {@code weights.safetensors},
 * {@code model.onnx} and {@code provenance.yaml} in one folder.
 *
 * @param folder the folder
 */
public record Bundle(Path folder) {
  private static final String OLD = ".%s.old.tmp";

  /**
   * Writes a bundle; its folder appears whole, in place of an earlier one.
   *
   * @param folder where it shall stand; the folder above must exist
   * @param architectureYaml the architecture
   * @param weights writes the weights as safetensors
   * @param onnx writes the ONNX model
   * @param provenance where the network comes from
   * @return the bundle
   * @throws io.hwnas.space.InvalidInputException if the disk is full or the folder cannot be
   *     written; an earlier bundle then stays
   */
  public static Bundle write(
      Path folder,
      String architectureYaml,
      FileContent weights,
      FileContent onnx,
      Provenance provenance) {
    Bundle bundle = new Bundle(folder);
    Map<Path, FileContent> files = new LinkedHashMap<>();
    files.put(bundle.architecture(), FileContent.of(architectureYaml));
    files.put(bundle.weights(), weights);
    files.put(bundle.onnx(), onnx);
    files.put(bundle.provenance(), FileContent.of(provenance.toYaml()));
    Path target = folder.toAbsolutePath();
    Path fresh = target.resolveSibling("." + target.getFileName() + ".new.tmp");
    Path earlier = target.resolveSibling(OLD.formatted(target.getFileName()));
    try {
      Durable.delete(fresh);
      fill(fresh, files);
      Durable.delete(earlier);
      if (Files.exists(target)) {
        Files.move(target, earlier, StandardCopyOption.ATOMIC_MOVE);
      }
      replace(fresh, target);
      Durable.folder(target.getParent());
      Durable.delete(earlier);
      return bundle;
    } catch (IOException e) {
      throw FileFailure.of(folder, e);
    } finally {
      deleteQuietly(fresh);
    }
  }

  /** Puts a folder in its place; the one that was there comes back where that fails. */
  private static void replace(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      restore(target.getParent(), target.getFileName().toString());
      throw e;
    }
  }

  /** Brings an earlier bundle back that a write, which did not come to its end, put aside. */
  static void restore(Path parent, String name) throws IOException {
    Path target = parent.resolve(name);
    Path earlier = parent.resolve(OLD.formatted(name));
    if (Files.notExists(target) && Files.exists(earlier)) {
      Files.move(earlier, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Tells whether the folder holds a whole bundle.
   *
   * @return whether all four files are there
   */
  public boolean exists() {
    return Files.isRegularFile(architecture())
        && Files.isRegularFile(weights())
        && Files.isRegularFile(onnx())
        && Files.isRegularFile(provenance());
  }

  /**
   * Returns the architecture.
   *
   * @return the file {@code arch.yaml}
   */
  public Path architecture() {
    return folder.resolve("arch.yaml");
  }

  /**
   * Returns the weights.
   *
   * @return the file {@code weights.safetensors}
   */
  public Path weights() {
    return folder.resolve("weights.safetensors");
  }

  /**
   * Returns the ONNX model.
   *
   * @return the file {@code model.onnx}
   */
  public Path onnx() {
    return folder.resolve("model.onnx");
  }

  /**
   * Returns the provenance.
   *
   * @return the file {@code provenance.yaml}
   */
  public Path provenance() {
    return folder.resolve("provenance.yaml");
  }

  private static void fill(Path fresh, Map<Path, FileContent> files) throws IOException {
    Files.createDirectory(fresh);
    for (Map.Entry<Path, FileContent> entry : files.entrySet()) {
      Path file = fresh.resolve(entry.getKey().getFileName());
      entry.getValue().writeTo(file);
      Durable.file(file);
    }
    Durable.folder(fresh);
  }

  private static void deleteQuietly(Path folder) {
    try {
      Durable.delete(folder);
    } catch (IOException e) {
      // The next write, or the next opening of the run, removes it.
    }
  }
}
