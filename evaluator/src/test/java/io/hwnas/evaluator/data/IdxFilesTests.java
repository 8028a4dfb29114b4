package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFilesTests {
  private static final List<String> NAMES = List.of("a", "b");
  private static final byte[] LABELS = SampleFiles.idx(new int[] {2}, new byte[] {1, 0});
  private static final byte[] IMAGES =
      SampleFiles.idx(new int[] {2, 2, 2}, new byte[] {1, 2, 3, 4, 5, 6, 7, -1});

  @Test
  void imagesAndLabelsAreReadPackedOrNot() throws IOException {
    for (ImageSet set : List.of(read(IMAGES, LABELS), read(SampleFiles.gzipped(IMAGES), LABELS))) {
      assertEquals("2 images 1×2×2 of 2 classes", set.toString());
      assertEquals(1, set.label(0));
      assertEquals(255, set.sample(1, 0, 1, 1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1 | this is not an IDX file of bytes",
        "2 | 13 | this is not an IDX file of bytes",
        "3 | 4 | the IDX file has 4 axes instead of 3",
        "4 | 127 | images holds 2130706434 images but labels holds 2 labels",
        "4 | 255 | the IDX header gives axis 0 the length 4278190082",
        "8 | 127 | images of 2130706434×2 pixels are too large (at most 4096)",
        "15 | 0 | the IDX header gives axis 2 the length 0",
        "11 | 9 | the image is 2 pixels wide and 9 high; networks take squares, so give an image size"
      })
  void hostileHeadersAreRefused(int place, int value, String message) {
    byte[] hostile = IMAGES.clone();
    hostile[place] = (byte) value;
    String refusal = SampleFiles.refusal(() -> read(hostile, LABELS));
    assertTrue(refusal.endsWith(message), refusal);
  }

  @Test
  void aHeaderThatPromisesMoreThanMemoryHoldsIsRefusedBeforeReading() {
    byte[] labels = SampleFiles.idx(new int[] {Integer.MAX_VALUE}, new byte[0]);
    assertTrue(
        SampleFiles.refusal(() -> read(IMAGES, labels))
            .startsWith("labels: 2147483647 images of 1 bytes need "));
  }

  @Test
  void truncatedFilesAreNamed() {
    assertEquals(
        "images: the file is truncated at image 1 of 2",
        SampleFiles.refusal(() -> read(Arrays.copyOf(IMAGES, IMAGES.length - 1), LABELS)));
    assertEquals(
        "labels: the file is truncated at item 1 of 2",
        SampleFiles.refusal(() -> read(IMAGES, Arrays.copyOf(LABELS, LABELS.length - 1))));
    assertEquals(
        "images: the file is truncated",
        SampleFiles.refusal(() -> read(Arrays.copyOf(IMAGES, 10), LABELS)));
    assertEquals("images: the file is empty", SampleFiles.refusal(() -> read(new byte[0], LABELS)));
  }

  @Test
  void aTruncatedGzipFileIsNamed() throws IOException {
    byte[] packed = SampleFiles.gzipped(IMAGES);
    String refusal =
        SampleFiles.refusal(() -> read(Arrays.copyOf(packed, packed.length - 9), LABELS));
    assertTrue(refusal.startsWith("images: the file is truncated"), refusal);
  }

  @Test
  void longerFilesAndForeignLabelsAreRefused() {
    assertEquals(
        "images: the file is longer than its 2 items",
        SampleFiles.refusal(() -> read(Arrays.copyOf(IMAGES, IMAGES.length + 1), LABELS)));
    assertEquals(
        "labels: label 2 of image 1 is outside 0 to 1",
        SampleFiles.refusal(() -> read(IMAGES, SampleFiles.idx(new int[] {2}, new byte[] {0, 2}))));
  }

  @Property(tries = 300)
  void arbitraryBytesAreRefusedInOneLine(@ForAll byte[] tail) {
    byte[] file = Arrays.copyOf(IMAGES, 4 + tail.length);
    System.arraycopy(tail, 0, file, 4, tail.length);
    if (!Arrays.equals(file, IMAGES)) {
      assertTrue(SampleFiles.refusal(() -> read(file, LABELS)).startsWith("images"));
    }
  }

  @Test
  void aFolderOfIdxFilesNamesItsClassesByLabel(@TempDir Path folder) throws IOException {
    byte[] labels = new byte[30];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 3);
    }
    byte[] labelFile = SampleFiles.idx(new int[] {30}, labels);
    byte[] imageFile = SampleFiles.idx(new int[] {30, 2, 2}, new byte[120]);
    SampleFiles.write(folder.resolve("train-images-idx3-ubyte"), imageFile);
    SampleFiles.write(folder.resolve("train-labels-idx1-ubyte"), labelFile);
    SampleFiles.write(folder.resolve("t10k-images-idx3-ubyte.gz"), SampleFiles.gzipped(imageFile));
    assertEquals(
        folder + ": there is no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(folder.toString()), 1)));
    SampleFiles.write(folder.resolve("t10k-labels-idx1-ubyte"), labelFile);
    DataSplit split = DataSets.load(DataSpec.of(folder.toString()).resizedTo(4), 1);
    assertEquals(List.of("0", "1", "2"), split.classNames());
    assertEquals(List.of(9, 9, 9), split.training().images().classSizes());
    assertEquals(4, split.test().images().height());
  }

  private static ImageSet read(byte[] images, byte[] labels) {
    return IdxFiles.read(
        new ByteSource("images", () -> new ByteArrayInputStream(images)),
        new ByteSource("labels", () -> new ByteArrayInputStream(labels)),
        NAMES,
        ImageFit.OWN,
        PixelStore.onHeap());
  }
}
