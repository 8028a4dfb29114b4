package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads MNIST's IDX files, gzip'd or not.
 *
 * <p>Format: two zero bytes, the type (8: unsigned byte), the number of axes, each axis' length as
 * a big-endian integer, then the bytes (http://yann.lecun.com/exdb/mnist).
 */
final class IdxFiles {
  private static final int UNSIGNED_BYTE = 8;
  private static final int LONGEST_SIDE = 4096;

  private IdxFiles() {}

  /** Reads a file of images (axes: image, row, column) and the file of their labels. */
  static ImageSet read(
      ByteSource images,
      ByteSource labels,
      List<String> classNames,
      ImageFit fit,
      PixelStore store) {
    byte[] labelOfImage = labels.readUnpacked(in -> readLabels(labels.name(), in));
    return images.readUnpacked(
        in -> readImages(images.name(), in, labels.name(), labelOfImage, classNames, fit, store));
  }

  /** Names the classes by their labels: 0 to the largest label of the file. */
  static List<String> classNames(ByteSource labels) {
    int largest = 0;
    for (byte label : labels.readUnpacked(in -> readLabels(labels.name(), in))) {
      largest = Math.max(largest, label & 0xff);
    }
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }

  private static byte[] readLabels(String name, InputStream in) throws IOException {
    int count = lengths(name, in, 1)[0];
    PixelBudget.require(name, count, 1);
    byte[] labels = in.readNBytes(count);
    requireEnd(name, in, labels.length, count);
    return labels;
  }

  private static ImageSet readImages(
      String name,
      InputStream in,
      String labelsName,
      byte[] labels,
      List<String> classNames,
      ImageFit fit,
      PixelStore store)
      throws IOException {
    int[] lengths = lengths(name, in, 3);
    int count = lengths[0];
    int height = lengths[1];
    int width = lengths[2];
    if (count != labels.length) {
      throw new InvalidInputException(
          "%s holds %d images but %s holds %d labels"
              .formatted(name, count, labelsName, labels.length));
    }
    if (height > LONGEST_SIDE || width > LONGEST_SIDE) {
      throw new InvalidInputException(
          "%s: images of %d×%d pixels are too large (at most %d)"
              .formatted(name, height, width, LONGEST_SIDE));
    }
    int side = fit.sizeFor(name, height, width);
    int channels = fit.channelsFor(1);
    store.require(name, count, (long) side * side * channels);
    ImageSet.Builder set = ImageSet.builder(channels, side, side, classNames, store);
    for (int i = 0; i < count; i++) {
      byte[] samples = in.readNBytes(height * width);
      if (samples.length < height * width) {
        throw new InvalidInputException(
            "%s: the file is truncated at image %d of %d".formatted(name, i, count));
      }
      int label = labels[i] & 0xff;
      if (label >= classNames.size()) {
        throw new InvalidInputException(
            "%s: label %d of image %d is outside 0 to %d"
                .formatted(labelsName, label, i, classNames.size() - 1));
      }
      set.addOwned(label, fit.apply(name, new RawImage(1, height, width, samples)).samples());
    }
    requireEnd(name, in, count, count);
    return set.build();
  }

  private static int[] lengths(String name, InputStream in, int axes) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE) {
      throw new InvalidInputException(name + ": this is not an IDX file of bytes");
    }
    if (magic[3] != axes) {
      throw new InvalidInputException(
          "%s: the IDX file has %d axes instead of %d".formatted(name, magic[3] & 0xff, axes));
    }
    DataInputStream numbers = new DataInputStream(in);
    int[] lengths = new int[axes];
    for (int i = 0; i < axes; i++) {
      lengths[i] = numbers.readInt();
      if (lengths[i] < 1) {
        throw new InvalidInputException(
            "%s: the IDX header gives axis %d the length %d"
                .formatted(name, i, Integer.toUnsignedLong(lengths[i])));
      }
    }
    return lengths;
  }

  private static void requireEnd(String name, InputStream in, int read, int expected)
      throws IOException {
    if (read < expected) {
      throw new InvalidInputException(
          "%s: the file is truncated at item %d of %d".formatted(name, read, expected));
    }
    if (in.read() >= 0) {
      throw new InvalidInputException(
          "%s: the file is longer than its %d items".formatted(name, expected));
    }
  }
}
