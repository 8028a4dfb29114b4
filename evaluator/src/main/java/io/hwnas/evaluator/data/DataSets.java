package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.List;

/** Loads data sets, by name or from files. */
public final class DataSets {
  private DataSets() {}

  /**
   * Returns the names of the sets that need no path.
   *
   * @return the names, the embedded set's first
   */
  public static List<String> names() {
    return List.of(FashionMnist.SMALL_NAME, FashionMnist.NAME);
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
    ImageSets sets = read(spec, ImageFit.of(spec));
    return DataSplit.of(sets.training(), sets.test(), seed);
  }

  private static ImageSets read(DataSpec spec, ImageFit fit) {
    return switch (spec.source()) {
      case FashionMnist.SMALL_NAME -> FashionMnist.small(fit);
      case FashionMnist.NAME ->
          FashionMnist.read(
              spec.directory().orElse(FashionMnist.USUAL_FOLDER), FashionMnist.CLASS_NAMES, fit);
      default -> throw new InvalidInputException("unknown data set " + spec.source());
    };
  }
}
