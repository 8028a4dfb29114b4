package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.Optional;

/**
 * Brings images to a wanted number of channels and size.
 *
 * <p>Grey becomes RGB by repetition, RGB becomes grey by the luma of ITU-R BT.601. Then the image
 * becomes a square.
 *
 * @param size wanted height and width, or the images' own
 * @param channels wanted channels, or the images' own
 * @param square what is taken of an image
 */
record ImageFit(Optional<Integer> size, Optional<Integer> channels, SquareFit square) {
  /** Images in their own form, which must be squares. */
  static final ImageFit OWN = new ImageFit(Optional.empty(), Optional.empty(), SquareFit.DEFAULT);

  static ImageFit of(DataSpec spec) {
    return new ImageFit(spec.imageSize(), spec.channels(), spec.fit());
  }

  /** Returns the same with a wanted number of channels. */
  ImageFit withChannels(int count) {
    return new ImageFit(size, Optional.of(count), square);
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
    return squared(recoloured(image), side);
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

  private RawImage squared(RawImage image, int side) {
    if (square instanceof SquareFit.Crop crop) {
      return ImageRegion.middle(image, crop.share()).resized(side, side);
    }
    return square instanceof SquareFit.Pad
        ? padded(image, side)
        : ImageRegion.whole(image).resized(side, side);
  }

  private static RawImage padded(RawImage image, int side) {
    int longer = Math.max(image.height(), image.width());
    int height = scaled(image.height(), longer, side);
    int width = scaled(image.width(), longer, side);
    RawImage resized = ImageRegion.whole(image).resized(height, width);
    if (height == width) {
      return resized;
    }
    int channels = image.channels();
    int top = (side - height) / 2;
    int left = (side - width) / 2;
    byte[] samples = new byte[side * side * channels];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          resized.samples(),
          y * width * channels,
          samples,
          ((top + y) * side + left) * channels,
          width * channels);
    }
    return new RawImage(channels, side, side, samples);
  }

  private static int scaled(int length, int longer, int side) {
    return Math.max(1, (int) Math.round((double) length * side / longer));
  }
}
