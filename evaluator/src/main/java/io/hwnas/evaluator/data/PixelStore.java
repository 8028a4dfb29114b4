package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Where the samples of images go as they are decoded. */
interface PixelStore {
  /**
   * Throws one line if so many images of so many bytes each have no room here.
   *
   * @throws InvalidInputException naming the source, and what to do
   */
  void require(String source, long images, long bytesPerImage);

  /** Begins with the images of one set. */
  Writer open();

  /** Takes the samples of one set's images, one image after the other. */
  interface Writer {
    /** Takes the samples of the next image, which nobody else will change. */
    void add(byte[] samples);

    /** Returns all of them. */
    Pixels finish();
  }

  /** The heap. */
  static PixelStore onHeap() {
    return new PixelStore() {
      @Override
      public void require(String source, long images, long bytesPerImage) {
        PixelBudget.require(source, images, bytesPerImage);
      }

      @Override
      public Writer open() {
        return new HeapWriter(new ArrayList<>());
      }
    };
  }

  /** Keeps arrays. */
  record HeapWriter(List<byte[]> images) implements Writer {
    @Override
    public void add(byte[] samples) {
      images.add(samples);
    }

    @Override
    public Pixels finish() {
      return new Pixels.OnHeap(List.copyOf(images));
    }
  }
}
