package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class EmbeddedFashionMnistTests {
  private final DataSplit split = DataSets.load(DataSpec.of("fashion-mnist-small"), 1);

  @Test
  void isDividedClassBalanced() {
    assertEquals(Collections.nCopies(10, 900), split.training().images().classSizes());
    assertEquals(Collections.nCopies(10, 100), split.validation().images().classSizes());
    assertEquals(Collections.nCopies(10, 1000), split.test().images().classSizes());
  }

  @Test
  void hasGreyImagesOf28Pixels() {
    ImageSet images = split.training().images();
    assertEquals("9000 images 1×28×28 of 10 classes", images.toString());
    assertEquals("Ankle boot", images.classNames().get(9));
  }

  @Test
  void hasTheMeanAndDeviationKnownOfFashionMnist() {
    assertEquals(0.2860, split.normalisation().mean().get(0), 0.003);
    assertEquals(0.3530, split.normalisation().deviation().get(0), 0.003);
  }

  @Test
  void equalsWhatTheExtractionDrawsFromTheOriginalFiles() throws Exception {
    assumeTrue(
        IdxFolder.isOne(FashionMnist.USUAL_FOLDER),
        "the original files are not installed (Debian's dataset-fashion-mnist)");
    for (Map.Entry<String, byte[]> file :
        FashionMnistSmallExtraction.extract(FashionMnist.USUAL_FOLDER).entrySet()) {
      String path = "fashion-mnist-small/" + file.getKey() + ".gz";
      try (InputStream in = new GZIPInputStream(FashionMnist.class.getResourceAsStream(path))) {
        assertArrayEquals(file.getValue(), in.readAllBytes(), path);
      }
    }
  }
}
