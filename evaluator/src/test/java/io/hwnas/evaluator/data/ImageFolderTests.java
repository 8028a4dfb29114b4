package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTests {
  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    SampleFiles.imageFolder(folder, SampleFiles.png(6));
  }

  @Test
  void classesAreFoldersInAlphabeticalOrder() {
    DataSplit split = load();
    assertEquals(List.of("cat", "dog"), split.classNames());
    assertEquals(List.of(11, 11), split.training().images().classSizes());
    assertEquals(List.of(1, 1), split.validation().images().classSizes());
    assertEquals("4 images 3×6×6 of 2 classes", split.test().images().toString());
  }

  @Test
  void greyImagesGiveOneChannelUnlessSomeAreColoured() throws IOException {
    SampleFiles.imageFolder(folder, SampleFiles.greyPng(6));
    assertEquals(1, load().training().images().channels());
    SampleFiles.write(folder.resolve("test/dog/00.png"), SampleFiles.png(6));
    assertEquals(3, load().training().images().channels());
  }

  @Test
  void sizeAndChannelsCanBeAskedFor() {
    DataSpec spec = DataSpec.of(folder.toString()).resizedTo(4).withChannels(1);
    assertEquals("4 images 1×4×4 of 2 classes", DataSets.load(spec, 1).test().images().toString());
  }

  @Test
  void jpegFilesAreRead() throws IOException {
    SampleFiles.write(folder.resolve("train/dog/holiday.JPG"), SampleFiles.jpeg(6));
    assertEquals(List.of(11, 12), load().training().images().classSizes());
  }

  @Test
  void filesThatDesktopsLeaveBehindAreIgnored() throws IOException {
    SampleFiles.write(folder.resolve("train/dog/.DS_Store"), new byte[] {1});
    SampleFiles.write(folder.resolve("train/dog/Thumbs.db"), new byte[] {1});
    SampleFiles.write(folder.resolve("train/.hidden/x.txt"), new byte[] {1});
    assertEquals(List.of("cat", "dog"), load().classNames());
  }

  @Test
  void differentSizesWithoutAWantedSizeAreRefused() throws IOException {
    SampleFiles.write(folder.resolve("train/dog/03.png"), SampleFiles.png(7));
    assertRefused(
        "/train/dog/03.png: the image has 7 pixels a side but those before it 6; give an image"
            + " size");
    assertEquals(
        6,
        DataSets.load(DataSpec.of(folder.toString()).resizedTo(6), 1).training().images().width());
  }

  @Test
  void imagesOfAnyShapeAreFittedAsAskedFor() throws IOException {
    // The left half dark, the right half bright.
    BufferedImage wide = new BufferedImage(12, 6, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 36; i++) {
      wide.getRaster().setSample(6 + i % 6, i / 6, 0, 255);
    }
    SampleFiles.imageFolder(folder, SampleFiles.encoded(wide, "png"));
    DataSpec spec = DataSpec.of(folder.toString()).resizedTo(6);
    assertEquals(List.of(0, 255), ends(spec, 2));
    assertEquals(List.of(0, 0), ends(spec.withFit(new SquareFit.Pad()), 0));
    assertEquals(List.of(0, 255), ends(spec.withFit(new SquareFit.Pad()), 2));
    assertEquals(List.of(0, 255), ends(spec.withFit(new SquareFit.Stretch()), 0));
  }

  /** The first and the last sample of a row of the first test image. */
  private static List<Integer> ends(DataSpec spec, int row) {
    ImageSet images = DataSets.load(spec, 1).test().images();
    return List.of(images.sample(0, 0, row, 0), images.sample(0, 0, row, images.width() - 1));
  }

  @Test
  void differentSizesInTestAreRefused() throws IOException {
    SampleFiles.imageFolder(folder.resolve("other"), SampleFiles.png(5));
    for (String name : List.of("test/cat/00.png", "test/cat/01.png", "test/dog/00.png")) {
      Files.copy(
          folder.resolve("other").resolve(name),
          folder.resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    Files.delete(folder.resolve("test/dog/01.png"));
    assertRefused(": training images have 6 pixels a side but test images 5; give an image size");
  }

  @Test
  void anEmptyClassFolderIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("train/bird"));
    assertRefused(": class folder train/bird is empty; add images or remove it");
  }

  @Test
  void aClassMissingFromTestIsNamed() throws IOException {
    SampleFiles.write(folder.resolve("train/bird/1.png"), SampleFiles.png(6));
    assertRefused(": class 'bird' is in train/ but not in test/; both need the same class folders");
  }

  @Test
  void aClassMissingFromTrainIsNamed() throws IOException {
    SampleFiles.write(folder.resolve("test/bird/1.png"), SampleFiles.png(6));
    assertRefused(": class 'bird' is in test/ but not in train/; both need the same class folders");
  }

  @Test
  void aMissingPartIsNamed(@TempDir Path other) throws IOException {
    SampleFiles.write(other.resolve("train/cat/1.png"), SampleFiles.png(6));
    assertEquals(
        other
            + ": there are no class folders under test/; images belong in test/CLASS/FILE.png or"
            + " .jpg",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(other.toString()), 1)));
  }

  @Test
  void oneClassOnlyIsRefused(@TempDir Path other) throws IOException {
    SampleFiles.write(other.resolve("train/cat/1.png"), SampleFiles.png(6));
    SampleFiles.write(other.resolve("test/cat/1.png"), SampleFiles.png(6));
    assertEquals(
        other + ": there is one class only, 'cat'; a data set needs at least two",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(other.toString()), 1)));
  }

  @Test
  void tooFewImagesForTheSplitAreRefused() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.delete(folder.resolve("train/dog/0%d.png".formatted(i)));
    }
    assertRefused(
        ": class 'dog' has 9 training images; at least 10 are needed to set a tenth aside");
  }

  @Test
  void harmedImagesAreNamed() throws IOException {
    byte[] png = SampleFiles.png(6);
    png[png.length / 2] ^= 1;
    SampleFiles.write(folder.resolve("train/dog/03.png"), png);
    assertRefused("/train/dog/03.png: the image is truncated or corrupt; replace or remove it");
  }

  @Test
  void allImagesThatCannotBeUsedAreNamedAtOnce() throws IOException {
    SampleFiles.write(folder.resolve("train/cat/02.png"), new byte[0]);
    SampleFiles.write(folder.resolve("test/dog/00.png"), new byte[] {1, 2, 3});
    assertRefused(
        ": 2 images cannot be used: %s/train/cat/02.png: the image file is empty; %s/test/dog/00.png: this is not a PNG or JPEG image"
            .formatted(folder, folder));
  }

  @Test
  void ofManyImagesThatCannotBeUsedSomeAreNamed() throws IOException {
    for (int i = 0; i < 8; i++) {
      SampleFiles.write(folder.resolve("train/cat/0%d.png".formatted(i)), new byte[0]);
    }
    String refusal = SampleFiles.refusal(this::load);
    assertTrue(refusal.contains(": 8 images cannot be used: "), refusal);
    assertTrue(refusal.endsWith("/train/cat/02.png: the image file is empty; and 5 more"), refusal);
  }

  @Test
  void emptyFilesAreNamed() throws IOException {
    SampleFiles.write(folder.resolve("test/cat/01.png"), new byte[0]);
    assertRefused("/test/cat/01.png: the image file is empty");
  }

  @Test
  void otherFilesInAClassFolderAreNamed() throws IOException {
    SampleFiles.write(folder.resolve("train/dog/photo.webp"), new byte[] {1});
    assertRefused(
        "/train/dog/photo.webp: only .png, .jpg and .jpeg files may lie in a class folder");
  }

  @Test
  void foldersWithinAClassFolderAreNamed() throws IOException {
    SampleFiles.write(folder.resolve("train/dog/more/1.png"), SampleFiles.png(6));
    assertRefused(
        "/train/dog/more: folders within a class folder are not read; move their images up");
  }

  @Test
  void imagesOutsideAClassFolderAreNamed() throws IOException {
    SampleFiles.write(folder.resolve("train/1.png"), SampleFiles.png(6));
    assertRefused("/train/1.png: the image lies outside a class folder");
  }

  private DataSplit load() {
    return DataSets.load(DataSpec.of(folder.toString()), 1);
  }

  private void assertRefused(String afterFolder) {
    assertEquals(folder + afterFolder, SampleFiles.refusal(this::load));
  }
}
