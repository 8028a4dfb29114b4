package io.hwnas.evaluator.data;

import java.util.SortedMap;

/** The files of a data set, found but not yet decoded. */
interface ImageSource {
  /** Returns every file that the images come from, by its place within the set. */
  SortedMap<String, ByteSource> files();

  /**
   * Decodes all images, the training images first.
   *
   * @param fit the form that images are brought to
   * @param store where their samples go
   */
  ImageSets read(ImageFit fit, PixelStore store);
}
