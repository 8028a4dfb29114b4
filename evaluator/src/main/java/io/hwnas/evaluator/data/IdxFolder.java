package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The four IDX files that MNIST and the sets made after it consist of.
 *
 * @param trainingImages the training images
 * @param trainingLabels their labels
 * @param testImages the test images
 * @param testLabels their labels
 * @param classNames what the classes are called, if not by their labels
 */
record IdxFolder(
    ByteSource trainingImages,
    ByteSource trainingLabels,
    ByteSource testImages,
    ByteSource testLabels,
    Optional<List<String>> classNames)
    implements ImageSource {
  static final String TRAINING_IMAGES = "train-images-idx3-ubyte";
  static final String TRAINING_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** Says whether a folder holds IDX files by their usual names. */
  static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(TRAINING_IMAGES))
        || Files.exists(folder.resolve(TRAINING_IMAGES + ".gz"));
  }

  /** Finds the files in a folder; without names the classes are called by their labels. */
  static IdxFolder in(Path folder, Optional<List<String>> classNames) {
    return of(name -> file(folder, name), classNames);
  }

  /** Finds the files by a function of their names. */
  static IdxFolder of(Function<String, ByteSource> file, Optional<List<String>> classNames) {
    return new IdxFolder(
        file.apply(TRAINING_IMAGES),
        file.apply(TRAINING_LABELS),
        file.apply(TEST_IMAGES),
        file.apply(TEST_LABELS),
        classNames);
  }

  @Override
  public SortedMap<String, ByteSource> files() {
    return new TreeMap<>(
        Map.of(
            TRAINING_IMAGES,
            trainingImages,
            TRAINING_LABELS,
            trainingLabels,
            TEST_IMAGES,
            testImages,
            TEST_LABELS,
            testLabels));
  }

  @Override
  public ImageSets read(ImageFit fit, PixelStore store) {
    List<String> names = classNames.orElseGet(() -> IdxFiles.classNames(trainingLabels));
    return new ImageSets(
        IdxFiles.read(trainingImages, trainingLabels, names, fit, store),
        IdxFiles.read(testImages, testLabels, names, fit, store));
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
