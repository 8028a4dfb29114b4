package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCacheTests {
  private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_000_000));

  @TempDir private Path folder;
  private Path photos;
  private Path cache;

  @BeforeEach
  void writeImages() throws IOException {
    photos = SampleFiles.imageFolder(folder.resolve("photos"), SampleFiles.png(6));
    SampleFiles.write(photos.resolve("train/dog/03.png"), SampleFiles.greyPng(6));
    cache = folder.resolve("cache");
  }

  @Test
  void cachedImagesAreThoseOfTheFiles() {
    requireSame(DataSets.load(spec(), 1), load());
    requireSame(DataSets.load(spec(), 1), load());
  }

  @Test
  void imagesAreDecodedOnce() throws IOException {
    load();
    Files.setLastModifiedTime(file(), LONG_AGO);
    load();
    assertEquals(LONG_AGO, Files.getLastModifiedTime(file()));
  }

  @Test
  void aZipIsCachedToo() throws IOException {
    Path zip = SampleFiles.zip(folder.resolve("photos.zip"), photos, "photos/", java.util.Map.of());
    DataSpec zipped = DataSpec.of(zip.toString());
    DataSets.load(zipped.cachedIn(cache), 1);
    requireSame(DataSets.load(zipped, 1), DataSets.load(zipped.cachedIn(cache), 1));
  }

  @Test
  void anotherImageUnderTheSameNameIsSeen() throws IOException {
    DataSplit before = load();
    Path image = photos.resolve("test/dog/01.png");
    FileTime time = Files.getLastModifiedTime(image);
    SampleFiles.write(image, SampleFiles.greyPng(6));
    Files.setLastModifiedTime(image, time);
    DataSplit after = load();
    assertNotEquals(
        before.test().images().sample(3, 0, 3, 3), after.test().images().sample(3, 0, 3, 3));
    requireSame(DataSets.load(spec(), 1), after);
    assertEquals(1, files().size());
  }

  @Test
  void aRenamedClassIsSeen() throws IOException {
    load();
    Files.move(photos.resolve("train/cat"), photos.resolve("train/tiger"));
    Files.move(photos.resolve("test/cat"), photos.resolve("test/tiger"));
    assertEquals(List.of("dog", "tiger"), load().classNames());
  }

  @Test
  void eachFormHasACacheOfItsOwn() throws IOException {
    load();
    DataSplit small = DataSets.load(spec().resizedTo(4).withChannels(1).cachedIn(cache), 1);
    assertEquals("4 images 1×4×4 of 2 classes", small.test().images().toString());
    assertEquals(2, files().size());
  }

  @Test
  void eachFitHasACacheOfItsOwn() throws IOException {
    for (SquareFit fit :
        List.of(
            SquareFit.DEFAULT,
            new SquareFit.Crop(0.875),
            new SquareFit.Crop(0.5),
            new SquareFit.Pad(),
            new SquareFit.Stretch())) {
      DataSpec fitted = spec().resizedTo(4).withFit(fit);
      requireSame(DataSets.load(fitted, 1), DataSets.load(fitted.cachedIn(cache), 1));
    }
    assertEquals(5, files().size());
  }

  @Test
  void theFileOfTheDefaultFitIsNamedAsBeforeThereWereOthers() throws IOException {
    DataSets.load(spec().withFit(new SquareFit.Crop(1)).resizedTo(4).cachedIn(cache), 1);
    String form = photos + "|Optional.empty|Optional[4]|Optional.empty";
    assertEquals(
        "photos-%s.images".formatted(ContentDigest.ofText(form)), file().getFileName().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 500, -21, -1})
  void aTruncatedFileIsMadeAgain(int length) throws IOException {
    load();
    byte[] whole = Files.readAllBytes(file());
    Files.write(
        file(), java.util.Arrays.copyOf(whole, length >= 0 ? length : whole.length + length));
    requireSame(DataSets.load(spec(), 1), load());
    assertArrayEquals(whole, Files.readAllBytes(file()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.97, 0.999})
  void aHarmedFileIsMadeAgain(double place) throws IOException {
    load();
    byte[] whole = Files.readAllBytes(file());
    byte[] harmed = whole.clone();
    harmed[(int) (place * harmed.length)] ^= 4;
    Files.write(file(), harmed);
    requireSame(DataSets.load(spec(), 1), load());
    assertArrayEquals(whole, Files.readAllBytes(file()));
  }

  @Test
  void aFileWhoseDescriptionIsHarmedAnywhereIsMadeAgain() throws IOException {
    load();
    byte[] whole = Files.readAllBytes(file());
    for (int back = 1; back < 240; back += 3) {
      byte[] harmed = whole.clone();
      harmed[whole.length - back] ^= (byte) 0x80;
      Files.write(file(), harmed);
      load();
      assertArrayEquals(whole, Files.readAllBytes(file()));
    }
  }

  @Test
  void badImagesLeaveNothingBehind() throws IOException {
    SampleFiles.write(photos.resolve("test/dog/01.png"), new byte[0]);
    assertEquals(
        photos + "/test/dog/01.png: the image file is empty", SampleFiles.refusal(this::load));
    assertEquals(List.of(), files());
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(cache, "a file");
    String refusal = SampleFiles.refusal(this::load);
    assertTrue(refusal.startsWith(cache + ": decoded images cannot be kept here"), refusal);
  }

  @Test
  void theEmbeddedSetIsNotCached() {
    DataSets.load(DataSpec.of("fashion-mnist-small").cachedIn(cache), 1);
    assertTrue(Files.notExists(cache));
  }

  private DataSpec spec() {
    return DataSpec.of(photos.toString());
  }

  private DataSplit load() {
    return DataSets.load(spec().cachedIn(cache), 1);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private Path file() throws IOException {
    return files().get(0);
  }

  private static void requireSame(DataSplit expected, DataSplit actual) {
    requireSame(expected.training().images(), actual.training().images());
    requireSame(expected.validation().images(), actual.validation().images());
    requireSame(expected.test().images(), actual.test().images());
    assertEquals(expected.normalisation(), actual.normalisation());
  }

  private static void requireSame(ImageSet expected, ImageSet actual) {
    assertTrue(expected.sameFormAs(actual), actual::toString);
    assertEquals(expected.size(), actual.size());
    byte[] samples = new byte[expected.bytesPerImage()];
    byte[] others = new byte[expected.bytesPerImage()];
    for (int i = 0; i < expected.size(); i++) {
      expected.copyImage(i, samples, 0);
      actual.copyImage(i, others, 0);
      assertArrayEquals(samples, others);
      assertEquals(expected.label(i), actual.label(i));
    }
  }
}
