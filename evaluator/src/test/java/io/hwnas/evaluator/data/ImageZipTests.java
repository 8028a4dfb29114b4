package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageZipTests {
  @TempDir Path temporary;
  private Path folder;
  private Path zip;

  @BeforeEach
  void writeImages() throws IOException {
    folder = SampleFiles.imageFolder(temporary.resolve("pets"), SampleFiles.png(6));
    zip = temporary.resolve("pets.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pets/"})
  void aZipReadsAsItsFolderDoes(String top) throws IOException {
    SampleFiles.zip(zip, folder, top, Map.of("__MACOSX/train/cat/._00.png", new byte[] {1}));
    ImageSet zipped = load().training().images();
    ImageSet plain = DataSets.load(DataSpec.of(folder.toString()), 1).training().images();
    assertTrue(zipped.sameFormAs(plain));
    assertEquals(plain.classSizes(), zipped.classSizes());
    byte[] fromZip = new byte[zipped.bytesPerImage()];
    byte[] fromFolder = fromZip.clone();
    zipped.copyImage(3, fromZip, 0);
    plain.copyImage(3, fromFolder, 0);
    assertTrue(Arrays.equals(fromFolder, fromZip));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped.png",
        "train/cat/../../../escaped.png",
        "/train/cat/escaped.png",
        "train\\cat\\..\\escaped.png",
        "C:/escaped.png",
        "train/./cat/escaped.png",
        "train//cat/escaped.png"
      })
  void entriesThatPointOutsideAreRefusedAndNothingIsWritten(String name) throws IOException {
    SampleFiles.zip(zip, folder, "", Map.of(name, SampleFiles.png(6)));
    assertEquals(
        zip + "!" + name + ": the entry points outside the archive; it is refused",
        SampleFiles.refusal(this::load));
    try (var files = Files.walk(temporary)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().contains("escaped")));
    }
  }

  @Test
  void anEmptyClassFolderIsNamed() throws IOException {
    SampleFiles.zip(zip, folder, "", Map.of("train/bird/", new byte[0]));
    assertEquals(
        zip + ": class folder train/bird is empty; add images or remove it",
        SampleFiles.refusal(this::load));
  }

  @Test
  void harmedImagesAreNamed() throws IOException {
    byte[] half = Arrays.copyOf(SampleFiles.png(6), 60);
    SampleFiles.zip(zip, folder, "", Map.of("train/dog/x.png", half));
    assertEquals(
        zip + "!train/dog/x.png: the image is truncated or corrupt; replace or remove it",
        SampleFiles.refusal(this::load));
  }

  @Test
  void entriesThatUnpackToTooMuchAreRefused() throws IOException {
    byte[] bomb = new byte[ImageDecoder.LARGEST_FILE_BYTES + 1];
    SampleFiles.zip(zip, folder, "", Map.of("train/cat/00-bomb.png", bomb));
    assertEquals(
        zip + "!train/cat/00-bomb.png: the image file is larger than 64 MiB",
        SampleFiles.refusal(this::load));
  }

  @Test
  void twoDataSetsInOneZipAreRefused() throws IOException {
    SampleFiles.zip(zip, folder, "a/", Map.of("b/train/cat/x.png", SampleFiles.png(6)));
    assertEquals(
        zip + ": both a/ and b/ hold image folders; zip one data set alone",
        SampleFiles.refusal(this::load));
  }

  @Test
  void aTruncatedZipIsRefused() throws IOException {
    SampleFiles.zip(zip, folder, "", Map.of());
    byte[] bytes = Files.readAllBytes(zip);
    for (int length : List.of(0, 3, bytes.length / 2, bytes.length - 1)) {
      Files.write(zip, Arrays.copyOf(bytes, length));
      assertTrue(SampleFiles.refusal(this::load).startsWith(zip + ": this zip cannot be read ("));
    }
  }

  private DataSplit load() {
    return DataSets.load(DataSpec.of(zip.toString()), 1);
  }
}
