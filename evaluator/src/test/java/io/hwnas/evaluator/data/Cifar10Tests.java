package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10Tests {
  @TempDir Path folder;

  @Test
  void batchesOfAFolderAreRead() throws IOException {
    writeBatches(folder);
    DataSplit split = DataSets.load(DataSpec.of("cifar-10").in(folder), 1);
    assertEquals(Collections.nCopies(10, 18), split.training().images().classSizes());
    assertEquals("airplane", split.classNames().get(0));
    ImageSet test = split.test().images();
    assertEquals(3, test.label(3));
    assertEquals(10, test.sample(3, 0, 0, 0));
    assertEquals(20, test.sample(3, 1, 31, 31));
    assertEquals(30, test.sample(3, 2, 15, 0));
  }

  @Test
  void theFolderCanBeGivenByItsPathOrItsParents() throws IOException {
    writeBatches(folder.resolve("cifar-10-batches-bin"));
    for (DataSpec spec :
        new DataSpec[] {
          DataSpec.of(folder.toString()),
          DataSpec.of(folder.resolve("cifar-10-batches-bin").toString())
        }) {
      assertEquals(100, DataSets.load(spec, 1).test().images().size());
    }
  }

  @Test
  void theDownloadedArchiveIsRead() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-10-batches-bin/readme.html", new byte[] {1, 2, 3});
    files.put("cifar-10-batches-bin/test_batch.bin", batch(10));
    for (int i = 1; i <= 5; i++) {
      files.put("cifar-10-batches-bin/data_batch_%d.bin".formatted(i), batch(4));
    }
    Path archive = folder.resolve("cifar-10-binary.tar.gz");
    Files.write(archive, SampleFiles.gzipped(SampleFiles.tar(files)));
    for (DataSpec spec :
        new DataSpec[] {DataSpec.of(archive.toString()), DataSpec.of("cifar-10").in(folder)}) {
      DataSplit split = DataSets.load(spec.resizedTo(8).withChannels(1), 1);
      assertEquals("180 images 1×8×8 of 10 classes", split.training().images().toString());
    }
  }

  @Test
  void aTruncatedArchiveIsNamed() throws IOException {
    byte[] tar = SampleFiles.tar(Map.of("x/test_batch.bin", batch(10)));
    Path archive = folder.resolve("cifar-10-binary.tar.gz");
    Files.write(archive, SampleFiles.gzipped(Arrays.copyOf(tar, 5000)));
    assertEquals(
        archive + ": the file is truncated",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(archive.toString()), 1)));
    Files.write(archive, SampleFiles.gzipped(new byte[512]));
    assertTrue(
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(archive.toString()), 1))
            .startsWith(archive + ": there is no test_batch.bin;"));
    Files.write(
        archive, SampleFiles.gzipped("no tar".repeat(200).getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        archive + ": this is not a tar archive",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of(archive.toString()), 1)));
  }

  @Test
  void truncatedEmptyAndForeignBatchesAreNamed() throws IOException {
    writeBatches(folder);
    Path batch = folder.resolve("data_batch_2.bin");
    Files.write(batch, Arrays.copyOf(batch(1), 5000));
    assertRefused(batch + ": the file is truncated at image 1");
    Files.write(batch, new byte[0]);
    assertRefused(batch + ": the file is empty");
    byte[] foreign = new byte[3073];
    foreign[0] = 10;
    Files.write(batch, foreign);
    assertRefused(
        batch + ": label 10 of image 0 is outside 0 to 9; this is not CIFAR-10's binary version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test_batch.bin", "data_batch_4.bin"})
  void aMissingBatchIsNamed(String name) throws IOException {
    writeBatches(folder);
    Files.delete(folder.resolve(name));
    assertRefused(
        folder
            + ": there is no %s; CIFAR-10's binary version has data_batch_1.bin to 5"
                .formatted(name)
            + " and test_batch.bin");
  }

  @Test
  void withoutItsFolderTheUserLearnsWhatToName() {
    assertEquals(
        "cifar-10: name the folder of cifar-10-binary.tar.gz or of its unpacked files with"
            + " --data-dir",
        SampleFiles.refusal(() -> DataSets.load(DataSpec.of("cifar-10"), 1)));
    assertRefused(
        folder
            + ": there are neither CIFAR-10's data_batch_1.bin to 5 and test_batch.bin nor"
            + " cifar-10-binary.tar.gz");
  }

  private void assertRefused(String message) {
    assertEquals(
        message, SampleFiles.refusal(() -> DataSets.load(DataSpec.of("cifar-10").in(folder), 1)));
  }

  private static void writeBatches(Path folder) throws IOException {
    for (int i = 1; i <= 5; i++) {
      SampleFiles.write(folder.resolve("data_batch_%d.bin".formatted(i)), batch(4));
    }
    SampleFiles.write(folder.resolve("test_batch.bin"), batch(10));
  }

  /** So many images of each class, all of the colour (10, 20, 30). */
  private static byte[] batch(int perClass) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 10 * perClass; i++) {
      out.write(i % 10);
      for (int c = 1; c <= 3; c++) {
        byte[] plane = new byte[1024];
        Arrays.fill(plane, (byte) (10 * c));
        out.writeBytes(plane);
      }
    }
    return out.toByteArray();
  }
}
