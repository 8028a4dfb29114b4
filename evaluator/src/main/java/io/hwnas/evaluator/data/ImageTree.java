package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

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
    SortedMap<String, List<ByteSource>> test) {
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

  /** Decodes all images; those without a wanted size must all have the first one's. */
  ImageSets read(ImageFit fit) {
    List<RawImage> fittedTraining = decode(training, fit);
    List<RawImage> fittedTest = decode(test, fit);
    int channels =
        Math.max(
            fittedTraining.stream().mapToInt(RawImage::channels).max().orElseThrow(),
            fittedTest.stream().mapToInt(RawImage::channels).max().orElseThrow());
    int side = fittedTraining.get(0).height();
    if (fittedTest.get(0).height() != side) {
      throw new InvalidInputException(
          "%s: training images have %d pixels a side but test images %d; give an image size"
              .formatted(name, side, fittedTest.get(0).height()));
    }
    ImageFit recolouring = new ImageFit(fit.size(), Optional.of(channels));
    return new ImageSets(
        collect(training, fittedTraining, channels, side, recolouring),
        collect(test, fittedTest, channels, side, recolouring));
  }

  private List<RawImage> decode(Map<String, List<ByteSource>> part, ImageFit fit) {
    long count = part.values().stream().mapToLong(List::size).sum();
    List<RawImage> images = new ArrayList<>();
    for (List<ByteSource> files : part.values()) {
      for (ByteSource file : files) {
        RawImage image = fit.apply(file.name(), ImageDecoder.decode(file));
        if (images.isEmpty()) {
          PixelBudget.require(name, count, image.samples().length);
        } else if (image.height() != images.get(0).height()) {
          throw new InvalidInputException(
              "%s: the image has %d pixels a side but those before it %d; give an image size"
                  .formatted(file.name(), image.height(), images.get(0).height()));
        }
        images.add(image);
      }
    }
    return images;
  }

  private static ImageSet collect(
      SortedMap<String, List<ByteSource>> part,
      List<RawImage> images,
      int channels,
      int side,
      ImageFit recolouring) {
    ImageSet.Builder set = ImageSet.builder(channels, side, side, List.copyOf(part.keySet()));
    int next = 0;
    int label = 0;
    for (List<ByteSource> files : part.values()) {
      for (int i = 0; i < files.size(); i++) {
        set.addOwned(label, recolouring.recoloured(images.get(next++)).samples());
      }
      label++;
    }
    return set.build();
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
