package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.Suggestions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Loads data sets, by name or from files. */
public final class DataSets {
  private static final List<String> NEEDING_FILES = List.of(FashionMnist.NAME, Cifar10.NAME);

  private DataSets() {}

  /**
   * Returns the names of the sets that need no path.
   *
   * @return the names, the embedded set's first
   */
  public static List<String> names() {
    return List.of(FashionMnist.SMALL_NAME, FashionMnist.NAME, Cifar10.NAME);
  }

  /**
   * Loads a data set and divides it.
   *
   * @param spec which set, and in what form
   * @param seed decides which training images are set aside for validation
   * @return the three parts
   * @throws InvalidInputException if there is no such set or its files are not as they should be
   */
  public static DataSplit load(DataSpec spec, long seed) {
    ImageSets sets = with(spec, source -> read(spec, source));
    try {
      return DataSplit.of(sets.training(), sets.test(), seed);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(spec.source() + ": " + e.getMessage(), e);
    }
  }

  /** Reads images from the cache, if there is one and the set is not a small part of this build. */
  private static ImageSets read(DataSpec spec, ImageSource source) {
    ImageFit fit = ImageFit.of(spec);
    return spec.cache().isPresent() && !spec.source().equals(FashionMnist.SMALL_NAME)
        ? new ImageCache(spec.cache().get()).read(spec, source)
        : source.read(fit, PixelStore.onHeap());
  }

  private static <T> T with(DataSpec spec, Function<ImageSource, T> use) {
    if (spec.directory().isPresent() && !NEEDING_FILES.contains(spec.source())) {
      throw new InvalidInputException(
          "%s: a data directory (%s) goes with %s alone"
              .formatted(
                  spec.source(), spec.directory().get(), String.join(" and ", NEEDING_FILES)));
    }
    return switch (spec.source()) {
      case FashionMnist.SMALL_NAME -> use.apply(FashionMnist.small());
      case FashionMnist.NAME ->
          use.apply(FashionMnist.in(spec.directory().orElse(FashionMnist.USUAL_FOLDER)));
      case Cifar10.NAME -> use.apply(Cifar10.in(cifar10Folder(spec)));
      default -> withPath(path(spec.source()), use);
    };
  }

  private static Path cifar10Folder(DataSpec spec) {
    Path folder =
        spec.directory()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "cifar-10: name the folder of %s or of its unpacked files with --data-dir"
                            .formatted(Cifar10.ARCHIVE)));
    if (!Cifar10.isIn(folder)) {
      throw new InvalidInputException(
          "%s: there are neither CIFAR-10's data_batch_1.bin to 5 and test_batch.bin nor %s"
              .formatted(folder, Cifar10.ARCHIVE));
    }
    return folder;
  }

  private static Path path(String source) {
    Path path;
    try {
      path = Path.of(source);
    } catch (InvalidPathException e) {
      throw unknown(source);
    }
    if (!Files.exists(path)) {
      throw unknown(source);
    }
    return path;
  }

  private static <T> T withPath(Path path, Function<ImageSource, T> use) {
    String fileName = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path)) {
      return use.apply(inFolder(path));
    }
    if (fileName.endsWith(".zip")) {
      return ImageZip.with(path, use);
    }
    if (fileName.endsWith(".tar.gz") || fileName.endsWith(".tgz")) {
      return use.apply(Cifar10.in(path));
    }
    throw new InvalidInputException(
        path + ": a data set is a folder, a zip of images, or CIFAR-10's .tar.gz");
  }

  private static ImageSource inFolder(Path folder) {
    if (ImageFolder.isOne(folder)) {
      return ImageFolder.tree(folder);
    }
    if (IdxFolder.isOne(folder)) {
      return IdxFolder.in(folder, Optional.empty());
    }
    if (Cifar10.isIn(folder)) {
      return Cifar10.in(folder);
    }
    throw new InvalidInputException(
        folder
            + ": there is no data set; expected train/CLASS/*.png or .jpg and test/CLASS/…,"
            + " or the files of MNIST (IDX) or CIFAR-10 (binary)");
  }

  private static InvalidInputException unknown(String source) {
    return new InvalidInputException(
        "'%s' is neither a data set (%s) nor an existing folder or file%s"
            .formatted(
                Quoted.oneLine(source),
                String.join(", ", names()),
                Suggestions.phrase(source, names())));
  }
}
