package io.hwnas.evaluator.data;

/**
 * A rectangle of an image.
 *
 * @param image the image
 * @param top rows above it
 * @param left columns left of it
 * @param height in pixels
 * @param width in pixels
 */
record ImageRegion(RawImage image, int top, int left, int height, int width) {
  /** Returns all of an image. */
  static ImageRegion whole(RawImage image) {
    return new ImageRegion(image, 0, 0, image.height(), image.width());
  }

  /** Returns the centred square whose side is a share of the image's shorter side. */
  static ImageRegion middle(RawImage image, double share) {
    int shorter = Math.min(image.height(), image.width());
    int side = Math.max(1, (int) Math.round(share * shorter));
    return new ImageRegion(
        image, (image.height() - side) / 2, (image.width() - side) / 2, side, side);
  }

  /**
   * Returns the region in another size, by a triangle filter that widens when it shrinks, so that
   * no pixel is skipped; an image that is whole and has that size is returned as it is.
   */
  RawImage resized(int toHeight, int toWidth) {
    if (image.height() == toHeight
        && image.width() == toWidth
        && height == toHeight
        && width == toWidth) {
      return image;
    }
    Taps across = Taps.of(width, toWidth);
    Taps down = Taps.of(height, toHeight);
    int stride = toWidth * image.channels();
    float[] row = new float[stride];
    float[] sums = new float[toHeight * stride];
    int unfinished = 0;
    for (int y = 0; y < height; y++) {
      resizeRow(y, across, row);
      for (int to = unfinished; to < toHeight && down.first()[to] <= y; to++) {
        float weight = down.weights()[to][y - down.first()[to]];
        for (int i = 0; i < stride; i++) {
          sums[to * stride + i] += weight * row[i];
        }
      }
      while (unfinished < toHeight && down.end(unfinished) <= y + 1) {
        unfinished++;
      }
    }
    return new RawImage(image.channels(), toHeight, toWidth, rounded(sums));
  }

  private void resizeRow(int y, Taps across, float[] row) {
    int channels = image.channels();
    int start = ((top + y) * image.width() + left) * channels;
    for (int x = 0; x < across.first().length; x++) {
      float[] weights = across.weights()[x];
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          int from = start + (across.first()[x] + k) * channels + c;
          sum += weights[k] * (image.samples()[from] & 0xff);
        }
        row[x * channels + c] = sum;
      }
    }
  }

  private static byte[] rounded(float[] sums) {
    byte[] samples = new byte[sums.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    return samples;
  }

  /**
   * The source pixels that make up each target pixel along one axis; both ends of theirs only grow
   * from one target pixel to the next.
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

    /** Returns the source pixel after the last. */
    int end(int target) {
      return first[target] + weights[target].length;
    }
  }
}
