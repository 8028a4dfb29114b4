package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.Optional;

/**
 * Brings images to a wanted number of channels and size.
 *
 * <p>Grey becomes RGB by repetition, RGB becomes grey by the luma of ITU-R BT.601. The largest
 * centred square is then resized with a triangle filter that widens when it shrinks, so that no
 * pixel is skipped.
 *
 * @param size wanted height and width, or the images' own
 * @param channels wanted channels, or the images' own
 */
record ImageFit(Optional<Integer> size, Optional<Integer> channels) {

  static ImageFit of(DataSpec spec) {
    return new ImageFit(spec.imageSize(), spec.channels());
  }

  int channelsFor(int ownChannels) {
    return channels.orElse(ownChannels);
  }

  /** Returns the side that images of the given shape are brought to. */
  int sizeFor(String source, int height, int width) {
    if (size.isEmpty() && height != width) {
      throw new InvalidInputException(
          "%s: the image is %d pixels wide and %d high; networks take squares, so give an image size"
              .formatted(source, width, height));
    }
    return size.orElse(height);
  }

  /** Returns the image in its wanted form. */
  RawImage apply(String source, RawImage image) {
    int side = sizeFor(source, image.height(), image.width());
    return resized(recoloured(image), side);
  }

  /** Returns the image in the wanted channels, at its own size. */
  RawImage recoloured(RawImage image) {
    int channels = channelsFor(image.channels());
    if (channels == image.channels()) {
      return image;
    }
    int pixels = image.height() * image.width();
    byte[] from = image.samples();
    byte[] to = new byte[pixels * channels];
    for (int p = 0; p < pixels; p++) {
      if (channels == 3) {
        to[3 * p] = from[p];
        to[3 * p + 1] = from[p];
        to[3 * p + 2] = from[p];
      } else {
        int red = from[3 * p] & 0xff;
        int green = from[3 * p + 1] & 0xff;
        int blue = from[3 * p + 2] & 0xff;
        to[p] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
      }
    }
    return new RawImage(channels, image.height(), image.width(), to);
  }

  private static RawImage resized(RawImage image, int side) {
    if (image.height() == side && image.width() == side) {
      return image;
    }
    int square = Math.min(image.height(), image.width());
    int top = (image.height() - square) / 2;
    int left = (image.width() - square) / 2;
    int channels = image.channels();
    Taps taps = Taps.of(square, side);
    float[] rows = new float[square * side * channels];
    for (int y = 0; y < square; y++) {
      int rowStart = ((top + y) * image.width() + left) * channels;
      for (int x = 0; x < side; x++) {
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          for (int k = 0; k < taps.weights()[x].length; k++) {
            int from = rowStart + (taps.first()[x] + k) * channels + c;
            sum += taps.weights()[x][k] * (image.samples()[from] & 0xff);
          }
          rows[(y * side + x) * channels + c] = sum;
        }
      }
    }
    return new RawImage(channels, side, side, columns(rows, taps, side, channels));
  }

  private static byte[] columns(float[] rows, Taps taps, int side, int channels) {
    int stride = side * channels;
    byte[] samples = new byte[side * stride];
    for (int y = 0; y < side; y++) {
      for (int i = 0; i < stride; i++) {
        float sum = 0;
        for (int k = 0; k < taps.weights()[y].length; k++) {
          sum += taps.weights()[y][k] * rows[(taps.first()[y] + k) * stride + i];
        }
        samples[y * stride + i] = (byte) Math.max(0, Math.min(255, Math.round(sum)));
      }
    }
    return samples;
  }

  /**
   * The source pixels that make up each target pixel along one axis.
   *
   * @param first the first source pixel, per target pixel
   * @param weights of the source pixels from there on, summing to 1
   */
  private record Taps(int[] first, float[][] weights) {
    static Taps of(int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(1, scale);
      int[] first = new int[to];
      float[][] weights = new float[to][];
      for (int t = 0; t < to; t++) {
        double centre = (t + 0.5) * scale;
        first[t] = Math.max(0, (int) Math.floor(centre - reach));
        int end = Math.min(from, (int) Math.ceil(centre + reach));
        double[] raw = new double[end - first[t]];
        double sum = 0;
        for (int k = 0; k < raw.length; k++) {
          raw[k] = Math.max(0, 1 - Math.abs(first[t] + k + 0.5 - centre) / reach);
          sum += raw[k];
        }
        weights[t] = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
          weights[t][k] = (float) (raw[k] / sum);
        }
      }
      return new Taps(first, weights);
    }
  }
}
