package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;

/** Refuses images that would not fit in memory, before they are read. */
final class PixelBudget {
  private static final double HEAP_SHARE = 0.6;
  private static final int BYTES_PER_ARRAY = 24;

  private PixelBudget() {}

  /** Throws one line if so many images of so many bytes each do not fit in the heap. */
  static void require(String source, long images, long bytesPerImage) {
    double needed = (double) images * (bytesPerImage + BYTES_PER_ARRAY);
    double allowed = HEAP_SHARE * Runtime.getRuntime().maxMemory();
    if (needed > allowed) {
      throw new InvalidInputException(
          "%s: %d images of %d bytes need %.0f MiB but %.0f MiB may be used;"
                  .formatted(source, images, bytesPerImage, needed / (1 << 20), allowed / (1 << 20))
              + " give a smaller image size, fewer images or a larger Java heap (-Xmx)");
    }
  }
}
