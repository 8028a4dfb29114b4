package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747), whole from its IDX files or the
 * small part that lies beside this class.
 */
final class FashionMnist {
  static final String NAME = "fashion-mnist";
  static final String SMALL_NAME = "fashion-mnist-small";

  /** Where Debian's package dataset-fashion-mnist puts the files. */
  static final Path USUAL_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  static final String TRAINING_IMAGES = "train-images-idx3-ubyte";
  static final String TRAINING_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  static final List<String> CLASS_NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private FashionMnist() {}

  /** Reads the embedded part: the first 1,000 training images of each class, all test images. */
  static ImageSets small(ImageFit fit) {
    return new ImageSets(
        IdxFiles.read(resource(TRAINING_IMAGES), resource(TRAINING_LABELS), CLASS_NAMES, fit),
        IdxFiles.read(resource(TEST_IMAGES), resource(TEST_LABELS), CLASS_NAMES, fit));
  }

  /** Reads the four IDX files of a folder. */
  static ImageSets read(Path folder, List<String> classNames, ImageFit fit) {
    return new ImageSets(
        IdxFiles.read(
            file(folder, TRAINING_IMAGES), file(folder, TRAINING_LABELS), classNames, fit),
        IdxFiles.read(file(folder, TEST_IMAGES), file(folder, TEST_LABELS), classNames, fit));
  }

  /** Says whether a folder holds IDX files by their usual names. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(TRAINING_IMAGES))
        || Files.exists(folder.resolve(TRAINING_IMAGES + ".gz"));
  }

  private static ByteSource file(Path folder, String name) {
    for (Path candidate : List.of(folder.resolve(name + ".gz"), folder.resolve(name))) {
      if (Files.isRegularFile(candidate)) {
        return ByteSource.of(candidate);
      }
    }
    throw new InvalidInputException(
        "%s: there is no %s or %s.gz; install Debian's dataset-fashion-mnist or name the folder"
                .formatted(folder, name, name)
            + " of the IDX files with --data-dir");
  }

  private static ByteSource resource(String name) {
    String path = "fashion-mnist-small/" + name + ".gz";
    return new ByteSource(
        path,
        () -> {
          InputStream in = FashionMnist.class.getResourceAsStream(path);
          if (in == null) {
            throw new FileNotFoundException("the resource is missing from this build");
          }
          return in;
        });
  }
}
