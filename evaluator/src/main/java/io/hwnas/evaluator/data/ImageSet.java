package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, held compactly: one byte a sample, channels last (NHWC), on the heap
 * or in a mapped file.
 *
 * <p>A set never changes once made. Selections share their pixels with the set they come from.
 */
public final class ImageSet {
  private final int channels;
  private final int height;
  private final int width;
  private final List<String> classNames;
  private final Pixels pixels;
  private final int[] places;
  private final int[] labels;

  private ImageSet(
      int channels,
      int height,
      int width,
      List<String> classNames,
      Pixels pixels,
      int[] places,
      int[] labels) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classNames = classNames;
    this.pixels = pixels;
    this.places = places;
    this.labels = labels;
  }

  /** Returns a set of all images of a store, in order. */
  static ImageSet of(
      int channels, int height, int width, List<String> classNames, Pixels pixels, int[] labels) {
    int[] places = IntStream.range(0, labels.length).toArray();
    return new ImageSet(channels, height, width, classNames, pixels, places, labels);
  }

  /**
   * Begins a set of images of the given shape.
   *
   * @param channels 1 for grey, 3 for RGB
   * @param height in pixels
   * @param width in pixels
   * @param classNames the classes' names, label 0 first
   * @return an empty builder
   * @throws IllegalArgumentException if the shape is not positive or a class name repeats
   */
  public static Builder builder(int channels, int height, int width, List<String> classNames) {
    return builder(channels, height, width, classNames, PixelStore.onHeap());
  }

  /** Begins a set whose samples go to a store. */
  static Builder builder(
      int channels, int height, int width, List<String> classNames, PixelStore store) {
    return new Builder(channels, height, width, classNames, store.open());
  }

  /**
   * Returns the number of images.
   *
   * @return the number of images
   */
  public int size() {
    return labels.length;
  }

  /**
   * Returns the number of channels.
   *
   * @return 1 for grey, 3 for RGB
   */
  public int channels() {
    return channels;
  }

  /**
   * Returns the height.
   *
   * @return pixels
   */
  public int height() {
    return height;
  }

  /**
   * Returns the width.
   *
   * @return pixels
   */
  public int width() {
    return width;
  }

  /**
   * Returns the names of the classes.
   *
   * @return label 0's first
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Returns the number of classes.
   *
   * @return the number of classes, whether or not the set holds images of each
   */
  public int classCount() {
    return classNames.size();
  }

  /**
   * Returns the number of bytes that {@link #copyImage} writes.
   *
   * @return height × width × channels
   */
  public int bytesPerImage() {
    return height * width * channels;
  }

  /**
   * Returns an image's label.
   *
   * @param index the image, from 0
   * @return the index of its class in {@link #classNames()}
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public int label(int index) {
    return labels[index];
  }

  /**
   * Copies an image's samples, row by row, the channels of a pixel side by side (HWC).
   *
   * @param index the image, from 0
   * @param target what is written to; each byte is an unsigned sample
   * @param offset where in {@code target} the first sample goes
   * @throws IndexOutOfBoundsException if there is no such image or the target is too short
   */
  public void copyImage(int index, byte[] target, int offset) {
    pixels.copy(places[index], target, offset);
  }

  /**
   * Returns one sample.
   *
   * @param index the image, from 0
   * @param channel the channel, from 0
   * @param y the row, from the top
   * @param x the column, from the left
   * @return 0 to 255
   * @throws IndexOutOfBoundsException if any of them is outside the set
   */
  public int sample(int index, int channel, int y, int x) {
    Objects.checkIndex(channel, channels);
    Objects.checkIndex(y, height);
    Objects.checkIndex(x, width);
    return pixels.at(places[index], (y * width + x) * channels + channel) & 0xff;
  }

  /**
   * Counts the images of each class.
   *
   * @return one count a class, in the order of {@link #classNames()}
   */
  public List<Integer> classSizes() {
    int[] sizes = new int[classCount()];
    for (int label : labels) {
      sizes[label]++;
    }
    List<Integer> result = new ArrayList<>(sizes.length);
    for (int size : sizes) {
      result.add(size);
    }
    return List.copyOf(result);
  }

  /**
   * Returns the images at the given places, in that order, with the same classes.
   *
   * @param indexes places in this set
   * @return a set that shares this one's pixels
   * @throws IndexOutOfBoundsException if an index is outside the set
   */
  public ImageSet select(List<Integer> indexes) {
    int[] chosen = new int[indexes.size()];
    int[] chosenLabels = new int[indexes.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = places[indexes.get(i)];
      chosenLabels[i] = labels[indexes.get(i)];
    }
    return new ImageSet(channels, height, width, classNames, pixels, chosen, chosenLabels);
  }

  /**
   * Says whether another set's images could stand beside this one's.
   *
   * @param other another set
   * @return whether channels, height, width and classes are the same
   */
  public boolean sameFormAs(ImageSet other) {
    return channels == other.channels
        && height == other.height
        && width == other.width
        && classNames.equals(other.classNames);
  }

  @Override
  public String toString() {
    return "%d images %d×%d×%d of %d classes"
        .formatted(size(), channels, height, width, classCount());
  }

  /** Collects the images of an {@link ImageSet}, in order. */
  public static final class Builder {
    private final int channels;
    private final int height;
    private final int width;
    private final List<String> classNames;
    private final PixelStore.Writer writer;
    private final List<Integer> labels = new ArrayList<>();

    private Builder(
        int channels, int height, int width, List<String> classNames, PixelStore.Writer writer) {
      if (channels < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "image shape must be positive, got %d×%d×%d".formatted(channels, height, width));
      }
      Math.multiplyExact(Math.multiplyExact(height, width), channels);
      if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
        throw new IllegalArgumentException("class names must be distinct, got " + classNames);
      }
      this.channels = channels;
      this.height = height;
      this.width = width;
      this.classNames = List.copyOf(classNames);
      this.writer = writer;
    }

    /**
     * Adds an image.
     *
     * @param label the index of its class
     * @param samples its bytes, row by row, channels last; copied
     * @return this builder
     * @throws InvalidInputException if no class has this label
     * @throws IllegalArgumentException if the number of samples is not the shape's
     */
    public Builder add(int label, byte[] samples) {
      return addOwned(label, samples.clone());
    }

    /** Adds an image whose samples nobody else will change. */
    Builder addOwned(int label, byte[] samples) {
      if (label < 0 || label >= classNames.size()) {
        throw new InvalidInputException(
            "image %d has label %d; labels go from 0 to %d"
                .formatted(labels.size(), label, classNames.size() - 1));
      }
      if (samples.length != height * width * channels) {
        throw new IllegalArgumentException(
            "image %d has %d samples instead of %d×%d×%d"
                .formatted(labels.size(), samples.length, height, width, channels));
      }
      writer.add(samples);
      labels.add(label);
      return this;
    }

    /** Returns how many images have been added. */
    int size() {
      return labels.size();
    }

    /**
     * Makes the set of the images added so far.
     *
     * @return the set
     */
    public ImageSet build() {
      return of(
          channels,
          height,
          width,
          classNames,
          writer.finish(),
          labels.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
