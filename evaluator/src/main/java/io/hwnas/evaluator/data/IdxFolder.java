package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The four IDX files that MNIST and the sets made after it consist of. */
final class IdxFolder {
  static final String TRAINING_IMAGES = "train-images-idx3-ubyte";
  static final String TRAINING_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private IdxFolder() {}

  /** Says whether a folder holds IDX files by their usual names. */
  static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(TRAINING_IMAGES))
        || Files.exists(folder.resolve(TRAINING_IMAGES + ".gz"));
  }

  /** Reads the files of a folder; without names the classes are called by their labels. */
  static ImageSets read(Path folder, Optional<List<String>> classNames, ImageFit fit) {
    return read(name -> file(folder, name), classNames, fit);
  }

  /** Reads the files that a function finds by name. */
  static ImageSets read(
      Function<String, ByteSource> file, Optional<List<String>> classNames, ImageFit fit) {
    ByteSource labels = file.apply(TRAINING_LABELS);
    List<String> names = classNames.orElseGet(() -> IdxFiles.classNames(labels));
    return new ImageSets(
        IdxFiles.read(file.apply(TRAINING_IMAGES), labels, names, fit),
        IdxFiles.read(file.apply(TEST_IMAGES), file.apply(TEST_LABELS), names, fit));
  }

  private static ByteSource file(Path folder, String name) {
    for (Path candidate : List.of(folder.resolve(name + ".gz"), folder.resolve(name))) {
      if (Files.isRegularFile(candidate)) {
        return ByteSource.of(candidate);
      }
    }
    throw new InvalidInputException("%s: there is no %s or %s.gz".formatted(folder, name, name));
  }
}
