package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary version, as a folder or as the {@code .tar.gz} that is downloaded.
 *
 * <p>Each image is its label's byte and 32×32 bytes each of red, green and blue
 * (https://www.cs.toronto.edu/~kriz/cifar.html).
 */
final class Cifar10 implements ImageSource {
  static final String NAME = "cifar-10";
  static final String ARCHIVE = "cifar-10-binary.tar.gz";

  private static final String INNER_FOLDER = "cifar-10-batches-bin";
  private static final String TEST_BATCH = "test_batch.bin";
  private static final List<String> TRAINING_BATCHES =
      IntStream.rangeClosed(1, 5).mapToObj("data_batch_%d.bin"::formatted).toList();
  private static final int IMAGES_PER_BATCH = 10_000;
  private static final int SIDE = 32;
  private static final int PLANE_BYTES = SIDE * SIDE;
  private static final int RECORD_BYTES = 1 + 3 * PLANE_BYTES;

  private static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final SortedMap<String, ByteSource> batches;

  private Cifar10(SortedMap<String, ByteSource> batches) {
    this.batches = batches;
  }

  /** Says whether a folder holds the files, the folder of them, or the archive. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(TEST_BATCH))
        || Files.exists(folder.resolve(TRAINING_BATCHES.get(0)))
        || Files.isDirectory(folder.resolve(INNER_FOLDER))
        || Files.exists(folder.resolve(ARCHIVE));
  }

  /** Finds the set in a folder or an archive. */
  static Cifar10 in(Path path) {
    if (Files.isRegularFile(path)) {
      return of(path, TarGz.files(path, Cifar10::isBatch));
    }
    if (Files.isDirectory(path.resolve(INNER_FOLDER))) {
      return in(path.resolve(INNER_FOLDER));
    }
    if (!Files.exists(path.resolve(TEST_BATCH)) && Files.exists(path.resolve(ARCHIVE))) {
      return in(path.resolve(ARCHIVE));
    }
    return of(path, batches(path));
  }

  private static boolean isBatch(String fileName) {
    return fileName.equals(TEST_BATCH) || TRAINING_BATCHES.contains(fileName);
  }

  private static SortedMap<String, ByteSource> batches(Path folder) {
    SortedMap<String, ByteSource> batches = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> isBatch(file.getFileName().toString()))
          .forEach(file -> batches.put(file.getFileName().toString(), ByteSource.of(file)));
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": the folder cannot be read", e);
    }
    return batches;
  }

  private static Cifar10 of(Path place, SortedMap<String, ByteSource> batches) {
    for (String name : Stream.concat(Stream.of(TEST_BATCH), TRAINING_BATCHES.stream()).toList()) {
      if (!batches.containsKey(name)) {
        throw new InvalidInputException(
            "%s: there is no %s; CIFAR-10's binary version has data_batch_1.bin to 5 and %s"
                .formatted(place, name, TEST_BATCH));
      }
    }
    return new Cifar10(batches);
  }

  @Override
  public SortedMap<String, ByteSource> files() {
    return batches;
  }

  @Override
  public ImageSets read(ImageFit fit, PixelStore store) {
    List<ByteSource> training = new ArrayList<>(batches.values());
    ByteSource test = batches.get(TEST_BATCH);
    training.remove(test);
    return new ImageSets(images(training, fit, store), images(List.of(test), fit, store));
  }

  private static ImageSet images(List<ByteSource> batches, ImageFit fit, PixelStore store) {
    int side = fit.size().orElse(SIDE);
    int channels = fit.channelsFor(3);
    long most = (long) batches.size() * IMAGES_PER_BATCH;
    store.require(batches.get(0).name(), most, (long) side * side * channels);
    ImageSet.Builder set = ImageSet.builder(channels, side, side, CLASS_NAMES, store);
    for (ByteSource batch : batches) {
      batch.read(
          in -> {
            addAll(batch.name(), in, fit, set);
            return set;
          });
    }
    return set.build();
  }

  private static void addAll(String name, InputStream in, ImageFit fit, ImageSet.Builder set)
      throws IOException {
    int count = 0;
    for (byte[] bytes = in.readNBytes(RECORD_BYTES);
        bytes.length > 0;
        bytes = in.readNBytes(RECORD_BYTES)) {
      if (bytes.length < RECORD_BYTES) {
        throw new InvalidInputException(
            "%s: the file is truncated at image %d".formatted(name, count));
      }
      int label = bytes[0] & 0xff;
      if (label >= CLASS_NAMES.size()) {
        throw new InvalidInputException(
            "%s: label %d of image %d is outside 0 to 9; this is not CIFAR-10's binary version"
                .formatted(name, label, count));
      }
      RawImage image = fit.apply(name, new RawImage(3, SIDE, SIDE, channelsLast(bytes)));
      set.addOwned(label, image.samples());
      count++;
    }
    if (count == 0) {
      throw new InvalidInputException(name + ": the file is empty");
    }
  }

  private static byte[] channelsLast(byte[] bytes) {
    byte[] samples = new byte[3 * PLANE_BYTES];
    for (int pixel = 0; pixel < PLANE_BYTES; pixel++) {
      for (int c = 0; c < 3; c++) {
        samples[3 * pixel + c] = bytes[1 + c * PLANE_BYTES + pixel];
      }
    }
    return samples;
  }
}
