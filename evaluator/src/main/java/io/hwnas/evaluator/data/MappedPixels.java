package io.hwnas.evaluator.data;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Samples in a file that is mapped into memory: the system reads and drops them as it likes. */
final class MappedPixels implements Pixels {
  private final List<MappedByteBuffer> segments;
  private final int imagesPerSegment;
  private final int bytesPerImage;

  private MappedPixels(List<MappedByteBuffer> segments, int imagesPerSegment, int bytesPerImage) {
    this.segments = segments;
    this.imagesPerSegment = imagesPerSegment;
    this.bytesPerImage = bytesPerImage;
  }

  /** Maps images of a file from one position on; a buffer holds at most 2 GiB of them. */
  static MappedPixels of(FileChannel file, long position, int images, int bytesPerImage)
      throws IOException {
    int imagesPerSegment = Integer.MAX_VALUE / bytesPerImage;
    List<MappedByteBuffer> segments = new ArrayList<>();
    for (long first = 0; first < images; first += imagesPerSegment) {
      long count = Math.min(imagesPerSegment, images - first);
      segments.add(
          file.map(
              FileChannel.MapMode.READ_ONLY,
              position + first * bytesPerImage,
              count * bytesPerImage));
    }
    return new MappedPixels(segments, imagesPerSegment, bytesPerImage);
  }

  @Override
  public void copy(int place, byte[] target, int offset) {
    segments
        .get(place / imagesPerSegment)
        .get(place % imagesPerSegment * bytesPerImage, target, offset, bytesPerImage);
  }

  @Override
  public byte at(int place, int index) {
    return segments
        .get(place / imagesPerSegment)
        .get(place % imagesPerSegment * bytesPerImage + index);
  }
}
