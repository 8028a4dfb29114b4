package io.hwnas.evaluator.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Draws {@code fashion-mnist-small} from the original IDX files.
 *
 * <p>The rule: of the training images the first 1,000 of each class in file order, kept in file
 * order; of the test images all. Arguments: the folder of the original files and the folder to
 * write to.
 */
final class FashionMnistSmallExtraction {
  private static final int PER_CLASS = 1000;
  private static final int IMAGE_HEADER_BYTES = 16;
  private static final int LABEL_HEADER_BYTES = 8;

  private FashionMnistSmallExtraction() {}

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target);
    for (Map.Entry<String, byte[]> file : extract(Path.of(arguments[0])).entrySet()) {
      Files.write(target.resolve(file.getKey() + ".gz"), packed(file.getValue()));
    }
  }

  /** Returns the four files' unpacked bytes by name. */
  static Map<String, byte[]> extract(Path folder) {
    byte[] images = unpacked(folder, IdxFolder.TRAINING_IMAGES);
    byte[] labels = unpacked(folder, IdxFolder.TRAINING_LABELS);
    int imageBytes = (images.length - IMAGE_HEADER_BYTES) / (labels.length - LABEL_HEADER_BYTES);
    int[] taken = new int[FashionMnist.CLASS_NAMES.size()];
    ByteArrayOutputStream smallImages = header(images, IMAGE_HEADER_BYTES, taken.length);
    ByteArrayOutputStream smallLabels = header(labels, LABEL_HEADER_BYTES, taken.length);
    for (int i = 0; i < labels.length - LABEL_HEADER_BYTES; i++) {
      int label = labels[LABEL_HEADER_BYTES + i];
      if (taken[label]++ < PER_CLASS) {
        smallLabels.write(label);
        smallImages.write(images, IMAGE_HEADER_BYTES + i * imageBytes, imageBytes);
      }
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(IdxFolder.TRAINING_IMAGES, smallImages.toByteArray());
    files.put(IdxFolder.TRAINING_LABELS, smallLabels.toByteArray());
    files.put(IdxFolder.TEST_IMAGES, unpacked(folder, IdxFolder.TEST_IMAGES));
    files.put(IdxFolder.TEST_LABELS, unpacked(folder, IdxFolder.TEST_LABELS));
    return files;
  }

  private static ByteArrayOutputStream header(byte[] original, int bytes, int classes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(original, 0, 4);
    out.writeBytes(ByteBuffer.allocate(4).putInt(PER_CLASS * classes).array());
    out.write(original, 8, bytes - 8);
    return out;
  }

  private static byte[] unpacked(Path folder, String name) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(buffer) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      out.write(bytes);
    }
    return buffer.toByteArray();
  }
}
