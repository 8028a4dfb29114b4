package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * The three parts of a data set, kept apart by their types.
 *
 * <p>The training images are divided by seed, class by class: a tenth of each class (rounded) for
 * validation, the rest for training. The two are never merged back. Each part keeps the order of
 * the files.
 */
public final class DataSplit {
  /** The fewest training images of a class that can be divided nine to one. */
  public static final int FEWEST_IMAGES_PER_CLASS = 10;

  /** How many times the images of another class make a set unbalanced. */
  private static final int UNBALANCED = 2;

  private final TrainingSet training;
  private final ValidationSet validation;
  private final TestSet test;
  private final Normalisation normalisation;

  private DataSplit(TrainingSet training, ValidationSet validation, TestSet test) {
    this.training = training;
    this.validation = validation;
    this.test = test;
    this.normalisation = Normalisation.of(training);
  }

  /**
   * Divides a training set and puts a test set beside it.
   *
   * @param trainingImages what is divided into training and validation
   * @param testImages the test set
   * @param seed decides which images are set aside for validation
   * @return the three parts
   * @throws InvalidInputException if there are fewer than two classes, or a class has fewer than
   *     {@value #FEWEST_IMAGES_PER_CLASS} training images or no test image
   * @throws IllegalArgumentException if the two sets differ in shape or classes
   */
  public static DataSplit of(ImageSet trainingImages, ImageSet testImages, long seed) {
    if (!trainingImages.sameFormAs(testImages)) {
      throw new IllegalArgumentException(
          "training and test images differ: %s, %s".formatted(trainingImages, testImages));
    }
    requireEnough(trainingImages, testImages);
    List<Integer> fitted = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    for (int label = 0; label < trainingImages.classCount(); label++) {
      List<Integer> ofClass = indexesOf(trainingImages, label);
      shuffle(ofClass, Seeds.of(seed, "data/split", label));
      int cut = (int) Math.round(ofClass.size() / 10.0);
      heldOut.addAll(ofClass.subList(0, cut));
      fitted.addAll(ofClass.subList(cut, ofClass.size()));
    }
    Collections.sort(fitted);
    Collections.sort(heldOut);
    return new DataSplit(
        new TrainingSet(trainingImages.select(fitted)),
        new ValidationSet(trainingImages.select(heldOut)),
        new TestSet(testImages));
  }

  /**
   * Returns the part that weights are fitted to.
   *
   * @return nine tenths of the training images
   */
  public TrainingSet training() {
    return training;
  }

  /**
   * Returns the part that search and NetAdapt score on.
   *
   * @return one tenth of the training images
   */
  public ValidationSet validation() {
    return validation;
  }

  /**
   * Returns the part that is touched once, for the final figure.
   *
   * @return the test images
   */
  public TestSet test() {
    return test;
  }

  /**
   * Returns what brings samples to zero mean and unit deviation.
   *
   * @return statistics of {@link #training()} alone
   */
  public Normalisation normalisation() {
    return normalisation;
  }

  /**
   * Returns the names of the classes.
   *
   * @return label 0's first; the same in all three parts
   */
  public List<String> classNames() {
    return training.images().classNames();
  }

  /**
   * Names the images and which part each is in.
   *
   * @return the CRC-32C of class names, labels and samples, part by part, as hexadecimal digits
   */
  public String checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(String.join("\n", classNames()).getBytes(StandardCharsets.UTF_8));
    for (ImageSet part : List.of(training.images(), validation.images(), test.images())) {
      byte[] image = new byte[part.bytesPerImage()];
      for (int i = 0; i < part.size(); i++) {
        checksum.update(part.label(i));
        part.copyImage(i, image, 0);
        checksum.update(image);
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  /**
   * Describes how many images there are, and how evenly the classes share them.
   *
   * @return one line for a person
   */
  public String summary() {
    ImageSet images = training.images();
    return "%d training, %d validation and %d test images, %d×%d×%d; %s"
        .formatted(
            images.size(),
            validation.images().size(),
            test.images().size(),
            images.channels(),
            images.height(),
            images.width(),
            balance(images));
  }

  private static String balance(ImageSet images) {
    List<Integer> sizes = images.classSizes();
    int fewest = Collections.min(sizes);
    int most = Collections.max(sizes);
    if (fewest == most) {
      return "%d classes of %d training images each".formatted(sizes.size(), fewest);
    }
    return "%d classes of %d ('%s') to %d ('%s') training images%s"
        .formatted(
            sizes.size(),
            fewest,
            Quoted.oneLine(images.classNames().get(sizes.indexOf(fewest))),
            most,
            Quoted.oneLine(images.classNames().get(sizes.indexOf(most))),
            most >= UNBALANCED * (long) fewest
                ? ": unbalanced, accuracy will count the large classes most"
                : "");
  }

  private static void requireEnough(ImageSet trainingImages, ImageSet testImages) {
    if (trainingImages.classCount() < 2) {
      throw new InvalidInputException(
          "there is one class only, '%s'; a data set needs at least two"
              .formatted(trainingImages.classNames().get(0)));
    }
    List<Integer> trainingSizes = trainingImages.classSizes();
    List<Integer> testSizes = testImages.classSizes();
    for (int label = 0; label < trainingImages.classCount(); label++) {
      String name = trainingImages.classNames().get(label);
      if (trainingSizes.get(label) < FEWEST_IMAGES_PER_CLASS) {
        throw new InvalidInputException(
            "class '%s' has %d training images; at least %d are needed to set a tenth aside"
                .formatted(name, trainingSizes.get(label), FEWEST_IMAGES_PER_CLASS));
      }
      if (testSizes.get(label) == 0) {
        throw new InvalidInputException("class '%s' has no test images; add some".formatted(name));
      }
    }
  }

  static List<Integer> indexesOf(ImageSet images, int label) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (images.label(i) == label) {
        result.add(i);
      }
    }
    return result;
  }

  static void shuffle(List<Integer> values, RandomGenerator random) {
    for (int i = values.size() - 1; i > 0; i--) {
      Collections.swap(values, i, random.nextInt(i + 1));
    }
  }
}
