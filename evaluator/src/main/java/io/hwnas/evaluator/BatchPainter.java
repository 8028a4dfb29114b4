package io.hwnas.evaluator;

import io.hwnas.evaluator.augment.ImageVariation;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.space.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Fills buffers with images as network input, a function of seed and step alone.
 *
 * <p>It has room for one image; use it from one thread at a time.
 */
final class BatchPainter {
  private final ImageSet images;
  private final Augmentation augmentation;
  private final EpochOrders orders;
  private final long seed;
  private final float[] normalised;
  private final byte[] samples;
  private final byte[] moved;
  private final float[] values;
  private final ImageVariation variation;

  BatchPainter(
      ImageSet images,
      Normalisation normalisation,
      Augmentation augmentation,
      EpochOrders orders,
      long seed) {
    this.images = images;
    this.augmentation = augmentation;
    this.orders = orders;
    this.seed = seed;
    this.normalised = table(normalisation, images.channels());
    this.samples = new byte[images.bytesPerImage()];
    this.moved = new byte[images.bytesPerImage()];
    this.values = new float[images.bytesPerImage()];
    this.variation = new ImageVariation(images.channels(), images.height(), images.width());
  }

  private static float[] table(Normalisation normalisation, int channels) {
    float[] table = new float[channels * 256];
    for (int i = 0; i < table.length; i++) {
      table[i] = normalisation.apply(i % 256, i / 256);
    }
    return table;
  }

  /** Fills a buffer with the images of one training step, each varied. */
  void training(long step, int size, BatchBuffer buffer) {
    RandomGenerator random = Seeds.of(seed, "augmentation", step);
    for (int i = 0; i < size; i++) {
      int index = orders.image(step * size + i);
      images.copyImage(index, samples, 0);
      vary(random);
      buffer.put(i, images.label(index), values);
    }
    if (augmentation.mixup() > 0) {
      double uniform = Seeds.of(seed, "mixup", step).nextDouble();
      buffer.mix(size, (float) beta(augmentation.mixup()).inverseCumulativeProbability(uniform));
    }
  }

  private static BetaDistribution beta(double alpha) {
    return new BetaDistribution(alpha, alpha);
  }

  /** Fills a buffer with the images from one index to before another, as they are. */
  void plain(int from, int to, BatchBuffer buffer) {
    for (int i = from; i < to; i++) {
      images.copyImage(i, samples, 0);
      normalise(samples);
      buffer.put(i - from, images.label(i), values);
    }
  }

  private void vary(RandomGenerator random) {
    move(random);
    augmentation.randAugment().ifPresent(r -> variation.apply(moved, r, random));
    normalise(moved);
    if (augmentation.cutout() > 0) {
      cut(random);
    }
  }

  /** Shifts and mirrors the image. */
  private void move(RandomGenerator random) {
    int shift = augmentation.shift();
    int down = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    int right = shift == 0 ? 0 : random.nextInt(2 * shift + 1) - shift;
    boolean mirrored = augmentation.flip() && random.nextBoolean();
    int channels = images.channels();
    int width = images.width();
    Arrays.fill(moved, (byte) 0);
    int firstRow = Math.max(0, down);
    int endRow = Math.min(images.height(), images.height() + down);
    for (int y = firstRow; y < endRow; y++) {
      int from = (y - down) * width * channels;
      int to = y * width * channels;
      if (mirrored) {
        for (int x = 0; x < width; x++) {
          int fromX = width - 1 - x - right;
          if (fromX >= 0 && fromX < width) {
            for (int c = 0; c < channels; c++) {
              moved[to + x * channels + c] = samples[from + fromX * channels + c];
            }
          }
        }
      } else if (Math.abs(right) < width) {
        System.arraycopy(
            samples,
            from + Math.max(0, -right) * channels,
            moved,
            to + Math.max(0, right) * channels,
            (width - Math.abs(right)) * channels);
      }
    }
  }

  private void normalise(byte[] image) {
    int channels = images.channels();
    for (int c = 0; c < channels; c++) {
      for (int i = c; i < image.length; i += channels) {
        values[i] = normalised[c * 256 + (image[i] & 0xff)];
      }
    }
  }

  /** Sets a square around a random pixel to the mean; it may reach over the border. */
  private void cut(RandomGenerator random) {
    int side = augmentation.cutout();
    int top = random.nextInt(images.height()) - side / 2;
    int left = random.nextInt(images.width()) - side / 2;
    int first = Math.max(0, left);
    int end = Math.min(images.width(), left + side);
    for (int y = Math.max(0, top); y < Math.min(images.height(), top + side); y++) {
      int row = y * images.width();
      Arrays.fill(values, (row + first) * images.channels(), (row + end) * images.channels(), 0f);
    }
  }
}
