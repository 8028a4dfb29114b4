package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Turns images into batches of network input, a function of seed and step alone.
 *
 * <p>Training batches follow one another through a fresh order of all images each epoch; one may
 * lie across the border of two epochs. A batch is valid until the next is asked for.
 */
final class ImageBatches implements AutoCloseable {
  /** Images [N, C, H, W], channels-last, and labels [N]. */
  record Batch(Tensor images, Tensor labels, int size) {}

  private final ImageSet images;
  private final Augmentation augmentation;
  private final long seed;
  private final float[] normalised;
  private final NativeMemory memory = new NativeMemory();
  private final FloatPointer pixels;
  private final LongPointer labels;
  private final float[] values;
  private final byte[] samples;
  private long epochInOrder = -1;
  private int[] order = new int[0];

  ImageBatches(
      ImageSet images,
      Normalisation normalisation,
      Augmentation augmentation,
      int largestBatch,
      long seed) {
    if (images.size() == 0) {
      throw new InvalidInputException("there are no images; give a data set that has some");
    }
    this.images = images;
    this.augmentation = augmentation;
    this.seed = seed;
    this.normalised = table(normalisation, images.channels());
    this.samples = new byte[images.bytesPerImage()];
    this.values = new float[Math.multiplyExact(largestBatch, images.bytesPerImage())];
    this.pixels = memory.keep(new FloatPointer(values.length));
    this.labels = memory.keep(new LongPointer(largestBatch));
  }

  private static float[] table(Normalisation normalisation, int channels) {
    float[] table = new float[channels * 256];
    for (int i = 0; i < table.length; i++) {
      table[i] = normalisation.apply(i % 256, i / 256);
    }
    return table;
  }

  /** Returns the batch of one training step, each image varied; call it inside a scope. */
  Batch training(long step, int size) {
    RandomGenerator random = Seeds.of(seed, "augmentation", step);
    for (int i = 0; i < size; i++) {
      long place = step * size + i;
      int index = order(place / images.size())[(int) (place % images.size())];
      labels.put(i, images.label(index));
      images.copyImage(index, samples, 0);
      varied(i * samples.length, random);
    }
    return batch(size);
  }

  /** Returns the images from one index to before another, as they are; call it inside a scope. */
  Batch plain(int from, int to) {
    for (int i = from; i < to; i++) {
      labels.put(i - from, images.label(i));
      images.copyImage(i, samples, 0);
      copied((i - from) * samples.length);
    }
    return batch(to - from);
  }

  private Batch batch(int size) {
    int channels = images.channels();
    int height = images.height();
    int width = images.width();
    pixels.asBuffer().put(values, 0, size * samples.length);
    long[] sizes = {size, channels, height, width};
    long[] strides = {samples.length, 1, (long) width * channels, channels};
    Tensor input = torch.from_blob(pixels, sizes, strides);
    Tensor classes =
        torch.from_blob(labels, new long[] {size}, new TensorOptions(torch.ScalarType.Long));
    return new Batch(input, classes, size);
  }

  private int[] order(long epoch) {
    if (epoch != epochInOrder) {
      order = shuffled(images.size(), Seeds.of(seed, "order", epoch));
      epochInOrder = epoch;
    }
    return order;
  }

  /** Returns the numbers below a size in random order. */
  static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private void copied(int offset) {
    int channels = images.channels();
    for (int i = 0; i < samples.length; i++) {
      values[offset + i] = normalised[i % channels * 256 + (samples[i] & 0xff)];
    }
  }

  private void varied(int offset, RandomGenerator random) {
    int shift = augmentation.shift();
    int down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    int right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    boolean mirrored = augmentation.flip() && random.nextBoolean();
    int channels = images.channels();
    int at = offset;
    for (int y = 0; y < images.height(); y++) {
      for (int x = 0; x < images.width(); x++) {
        int fromX = (mirrored ? images.width() - 1 - x : x) - right;
        int from = ((y - down) * images.width() + fromX) * channels;
        boolean inside = inside(y - down, fromX);
        for (int c = 0; c < channels; c++) {
          values[at++] = normalised[c * 256 + (inside ? samples[from + c] & 0xff : 0)];
        }
      }
    }
    if (augmentation.cutout() > 0) {
      cut(offset, random);
    }
  }

  private boolean inside(int y, int x) {
    return y >= 0 && y < images.height() && x >= 0 && x < images.width();
  }

  /** Sets a square around a random pixel to the mean; it may reach over the border. */
  private void cut(int offset, RandomGenerator random) {
    int top = random.nextInt(images.height()) - augmentation.cutout() / 2;
    int left = random.nextInt(images.width()) - augmentation.cutout() / 2;
    for (int y = Math.max(0, top); y < top + augmentation.cutout(); y++) {
      for (int x = Math.max(0, left); x < left + augmentation.cutout(); x++) {
        if (inside(y, x)) {
          int at = offset + (y * images.width() + x) * images.channels();
          java.util.Arrays.fill(values, at, at + images.channels(), 0f);
        }
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
