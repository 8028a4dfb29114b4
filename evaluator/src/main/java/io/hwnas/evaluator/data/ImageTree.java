package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Image files arranged as {@code train/CLASS/FILE} and {@code test/CLASS/FILE}, sorted by name.
 *
 * @param name the folder's or the zip's path
 * @param training the training images' files by class
 * @param test the test images' files by class
 */
record ImageTree(
    String name,
    SortedMap<String, List<ByteSource>> training,
    SortedMap<String, List<ByteSource>> test)
    implements ImageSource {
  /** Sorts the files and checks that both parts have the same classes, each with images. */
  ImageTree {
    requirePart(name, "train", training);
    requirePart(name, "test", test);
    requireSame(name, "train", training, "test", test);
    requireSame(name, "test", test, "train", training);
    training.values().forEach(files -> files.sort(Comparator.comparing(ByteSource::name)));
    test.values().forEach(files -> files.sort(Comparator.comparing(ByteSource::name)));
  }

  /** Says whether a file or folder is one that desktops leave behind and nobody means. */
  static boolean isLeftBehind(String fileName) {
    return fileName.startsWith(".")
        || fileName.equals("__MACOSX")
        || fileName.equalsIgnoreCase("Thumbs.db")
        || fileName.equalsIgnoreCase("desktop.ini");
  }

  /** Says whether a file's name ends as an image's does. */
  static boolean isImageName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".png") || lower.endsWith(".jpg") || lower.endsWith(".jpeg");
  }

  /** Throws one line unless a file's name ends as an image's does. */
  static void requireImageName(String path) {
    if (!isImageName(path)) {
      throw new InvalidInputException(
          Quoted.oneLine(path) + ": only .png, .jpg and .jpeg files may lie in a class folder");
    }
  }

  @Override
  public SortedMap<String, ByteSource> files() {
    SortedMap<String, ByteSource> files = new TreeMap<>();
    place("train/", training, files);
    place("test/", test, files);
    return files;
  }

  private static void place(
      String part, Map<String, List<ByteSource>> classes, Map<String, ByteSource> files) {
    classes.forEach(
        (className, sources) ->
            sources.forEach(
                source -> files.put(part + className + "/" + source.lastName(), source)));
  }

  /**
   * Decodes all images; those without a wanted size must all have the first one's.
   *
   * @throws InvalidInputException naming what images cannot be used, and how many
   */
  @Override
  public ImageSets read(ImageFit fit, PixelStore store) {
    ImageFit coloured = fit.withChannels(fit.channelsFor(ownChannels(fit)));
    TreeDecoding decoding = new TreeDecoding(name, coloured, store);
    ImageSet trainingSet = decoding.decode(training);
    ImageSet testSet = decoding.decode(test);
    decoding.requireUsable();
    if (testSet.height() != trainingSet.height()) {
      throw new InvalidInputException(
          "%s: training images have %d pixels a side but test images %d; give an image size"
              .formatted(name, trainingSet.height(), testSet.height()));
    }
    return new ImageSets(trainingSet, testSet);
  }

  /** Returns 3 if any image is coloured; not looked at where the channels are given. */
  private int ownChannels(ImageFit fit) {
    boolean coloured =
        fit.channels().isEmpty()
            && Stream.of(training, test)
                .flatMap(part -> part.values().stream())
                .flatMap(List::stream)
                .anyMatch(ImageDecoder::isColoured);
    return coloured ? 3 : 1;
  }

  private static void requirePart(
      String name, String part, SortedMap<String, List<ByteSource>> classes) {
    if (classes.isEmpty()) {
      throw new InvalidInputException(
          "%s: there are no class folders under %s/; images belong in %s/CLASS/FILE.png or .jpg"
              .formatted(name, part, part));
    }
    classes.forEach(
        (className, files) -> {
          if (files.isEmpty()) {
            throw new InvalidInputException(
                "%s: class folder %s/%s is empty; add images or remove it"
                    .formatted(name, part, Quoted.oneLine(className)));
          }
        });
  }

  private static void requireSame(
      String name,
      String part,
      SortedMap<String, List<ByteSource>> classes,
      String otherPart,
      SortedMap<String, List<ByteSource>> others) {
    for (String className : classes.keySet()) {
      if (!others.containsKey(className)) {
        throw new InvalidInputException(
            "%s: class '%s' is in %s/ but not in %s/; both need the same class folders"
                .formatted(name, Quoted.oneLine(className), part, otherPart));
      }
    }
  }
}
