package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747), whole from its IDX files or the
 * small part that lies beside this class.
 */
final class FashionMnist {
  static final String NAME = "fashion-mnist";
  static final String SMALL_NAME = "fashion-mnist-small";

  /** Where Debian's package dataset-fashion-mnist puts the files. */
  static final Path USUAL_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

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

  /** Finds the embedded part: the first 1,000 training images of each class, all test images. */
  static ImageSource small() {
    return IdxFolder.of(FashionMnist::resource, Optional.of(CLASS_NAMES));
  }

  /** Finds the whole set in the IDX files of a folder. */
  static ImageSource in(Path folder) {
    if (!IdxFolder.isOne(folder)) {
      throw new InvalidInputException(
          "%s: there are no IDX files of %s; install Debian's dataset-%s or name their folder"
                  .formatted(folder, NAME, NAME)
              + " with --data-dir");
    }
    return IdxFolder.in(folder, Optional.of(CLASS_NAMES));
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
