package io.hwnas.evaluator.data;

import java.util.List;

/** Samples of images of one form, by the place at which each was added. */
interface Pixels {
  /** Copies the samples of one image, row by row, channels last. */
  void copy(int place, byte[] target, int offset);

  /** Returns one byte of an image. */
  byte at(int place, int index);

  /** Samples on the heap, one array an image. */
  record OnHeap(List<byte[]> images) implements Pixels {
    @Override
    public void copy(int place, byte[] target, int offset) {
      byte[] image = images.get(place);
      System.arraycopy(image, 0, target, offset, image.length);
    }

    @Override
    public byte at(int place, int index) {
      return images.get(place)[index];
    }
  }
}
