package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which data set, and in what form.
 *
 * @param source a name ({@code fashion-mnist-small}, {@code fashion-mnist}, {@code cifar-10}), or
 *     the path of an image folder, a zip of one, a folder of IDX files, or CIFAR-10's binary files
 *     as a folder or {@code .tar.gz}
 * @param directory where a named set's files lie, if not at their usual place
 * @param imageSize height and width in pixels that images are brought to; the images' own if absent
 * @param channels 1 for grey, 3 for RGB; the images' own if absent
 * @param fit how images become squares of that size
 * @param cache the folder of caches that images are decoded into, once, and mapped into memory
 *     from; if absent, they are decoded each time and held on the heap
 */
public record DataSpec(
    String source,
    Optional<Path> directory,
    Optional<Integer> imageSize,
    Optional<Integer> channels,
    SquareFit fit,
    Optional<Path> cache) {
  /** The largest height and width that images can be resized to. */
  public static final int LARGEST_IMAGE_SIZE = 1024;

  /**
   * Checks the size and the channels.
   *
   * @throws InvalidInputException if the source is empty, the size is not within 1 to {@value
   *     #LARGEST_IMAGE_SIZE}, or the channels are neither 1 nor 3
   */
  public DataSpec {
    if (source.isBlank()) {
      throw new InvalidInputException("the data set is empty; give a name or a path");
    }
    if (imageSize.isPresent() && (imageSize.get() < 1 || imageSize.get() > LARGEST_IMAGE_SIZE)) {
      throw new InvalidInputException(
          "image size must be within 1 to %d pixels, got %d"
              .formatted(LARGEST_IMAGE_SIZE, imageSize.get()));
    }
    if (channels.isPresent() && channels.get() != 1 && channels.get() != 3) {
      throw new InvalidInputException(
          "image channels must be 1 (grey) or 3 (RGB), got " + channels.get());
    }
  }

  /**
   * Names a data set in its own form.
   *
   * @param source a name or a path
   * @return the set as it is
   */
  public static DataSpec of(String source) {
    return new DataSpec(
        source,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SquareFit.DEFAULT,
        Optional.empty());
  }

  /**
   * Says where a named set's files lie.
   *
   * @param place the folder
   * @return this specification with that folder
   */
  public DataSpec in(Path place) {
    return new DataSpec(source, Optional.of(place), imageSize, channels, fit, cache);
  }

  /**
   * Asks for another size.
   *
   * @param pixels height and width
   * @return this specification with that size
   */
  public DataSpec resizedTo(int pixels) {
    return new DataSpec(source, directory, Optional.of(pixels), channels, fit, cache);
  }

  /**
   * Asks for grey or RGB images.
   *
   * @param count 1 for grey, 3 for RGB
   * @return this specification with that number of channels
   */
  public DataSpec withChannels(int count) {
    return new DataSpec(source, directory, imageSize, Optional.of(count), fit, cache);
  }

  /**
   * Asks for images to become squares in another way.
   *
   * @param how the way
   * @return this specification with that fit
   */
  public DataSpec withFit(SquareFit how) {
    return new DataSpec(source, directory, imageSize, channels, how, cache);
  }

  /**
   * Asks for the images to be decoded once and kept.
   *
   * @param folder where caches lie; made if need be
   * @return this specification with that cache
   */
  public DataSpec cachedIn(Path folder) {
    return new DataSpec(source, directory, imageSize, channels, fit, Optional.of(folder));
  }
}
