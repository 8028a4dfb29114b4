package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTests {
  @Test
  void anUnknownNameGetsTheNearestOne() {
    assertEquals(
        "'fashon-mnist' is neither a data set (fashion-mnist-small, fashion-mnist, cifar-10) nor an"
            + " existing folder or file (did you mean 'fashion-mnist'?)",
        refusal(DataSpec.of("fashon-mnist")));
  }

  @Test
  void aNameWithControlCharactersStaysOnOneLine() {
    assertEquals(
        "'a?b' is neither a data set (fashion-mnist-small, fashion-mnist, cifar-10) nor an existing"
            + " folder or file",
        refusal(DataSpec.of("a\nb")));
  }

  @Test
  void aFolderWithoutADataSetIsRefused(@TempDir Path folder) {
    assertEquals(
        folder
            + ": there is no data set; expected train/CLASS/*.png or .jpg and test/CLASS/…, or the"
            + " files of MNIST (IDX) or CIFAR-10 (binary)",
        refusal(DataSpec.of(folder.toString())));
  }

  @Test
  void anotherKindOfFileIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("data.csv");
    SampleFiles.write(file, new byte[] {1});
    assertEquals(
        file + ": a data set is a folder, a zip of images, or CIFAR-10's .tar.gz",
        refusal(DataSpec.of(file.toString())));
  }

  @Test
  void aDirectoryGoesWithNamedSetsAlone(@TempDir Path folder) {
    assertEquals(
        "fashion-mnist-small: a data directory (%s) goes with fashion-mnist and cifar-10 alone"
            .formatted(folder),
        refusal(DataSpec.of("fashion-mnist-small").in(folder)));
  }

  @Test
  void fashionMnistWithoutItsFilesTellsWhereToGetThem(@TempDir Path folder) {
    assertEquals(
        folder
            + ": there are no IDX files of fashion-mnist; install Debian's dataset-fashion-mnist or"
            + " name their folder with --data-dir",
        refusal(DataSpec.of("fashion-mnist").in(folder)));
  }

  @Test
  void fashionMnistIsReadFromWhereDebianPutsIt() {
    assumeTrue(
        IdxFolder.isOne(FashionMnist.USUAL_FOLDER),
        "the original files are not installed (Debian's dataset-fashion-mnist)");
    DataSplit split = DataSets.load(DataSpec.of("fashion-mnist"), 1);
    assertEquals(Collections.nCopies(10, 5400), split.training().images().classSizes());
    assertEquals(Collections.nCopies(10, 600), split.validation().images().classSizes());
  }

  @Test
  void theEmbeddedSetCanBeHadInRgbAndAnotherSize() {
    DataSpec spec = DataSpec.of("fashion-mnist-small").resizedTo(16).withChannels(3);
    assertEquals(
        "10000 images 3×16×16 of 10 classes", DataSets.load(spec, 1).test().images().toString());
  }

  @Test
  void sizesAndChannelsThatCannotBeAreRefused() {
    assertEquals(
        "image size must be within 1 to 1024 pixels, got 0",
        SampleFiles.refusal(() -> DataSpec.of("x").resizedTo(0)));
    assertEquals(
        "image channels must be 1 (grey) or 3 (RGB), got 2",
        SampleFiles.refusal(() -> DataSpec.of("x").withChannels(2)));
    assertEquals(
        "the data set is empty; give a name or a path",
        SampleFiles.refusal(() -> DataSpec.of(" ")));
  }

  private static String refusal(DataSpec spec) {
    return SampleFiles.refusal(() -> DataSets.load(spec, 1));
  }
}
