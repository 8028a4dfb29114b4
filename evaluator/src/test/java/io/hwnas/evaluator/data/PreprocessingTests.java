package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTests {
  private static final Preprocessing RGB =
      new Preprocessing(
          3,
          24,
          new SquareFit.Pad(),
          new Normalisation(List.of(0.5, 0.25, 1.0 / 3), List.of(0.2, 0.125, 1.0 / 7)));

  private static final Preprocessing GREY =
      new Preprocessing(
          1, 28, new SquareFit.Crop(0.875), new Normalisation(List.of(0.5), List.of(0.25)));

  @Test
  void whatIsWrittenReadsBack() {
    for (Preprocessing one : List.of(RGB, GREY)) {
      assertEquals(one, Preprocessing.read(YamlNode.parse("test", YamlWriter.write(one.toMap()))));
    }
  }

  @Test
  void textsSayEverythingThatIsNeeded() {
    Map<String, String> texts = GREY.toTexts();
    assertEquals(
        "grey, transparency over white; the middle 0.875 of the largest centred square, resized to"
            + " 28 x 28 pixels, by a triangle filter that widens when it shrinks; then (sample /"
            + " 255 - mean) / deviation in each channel; [batch, channel, row, column]",
        texts.get("how"));
    assertEquals("1", texts.get("channels"));
    assertEquals("28", texts.get("pixels"));
    assertEquals("crop", texts.get("fit"));
    assertEquals("0.875", texts.get("cropShare"));
    assertEquals("0.2, 0.125, " + 1.0 / 7, RGB.toTexts().get("deviation"));
  }

  @Test
  void aDataSetsOwnIsItsFormAndItsStatistics() {
    DataSpec spec = DataSpec.of("fashion-mnist-small").resizedTo(12).withFit(new SquareFit.Pad());
    DataSplit split = DataSets.load(spec, 1);
    assertEquals(
        new Preprocessing(1, 12, new SquareFit.Pad(), split.normalisation()),
        Preprocessing.of(spec, split));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mean: [0.5]         | mean: [0.5, 0.5] | there must be one number a channel, 1 in all",
        "deviation: [0.25]   | deviation: [0]   | must be a number from 1.0E-6 to 1.0, not '0'",
        "fit: crop           | fit: pad         | 'cropShare' is of fit: crop; leave it out with fit: pad",
        "channels: 1         | chanels: 1       | missing key 'channels'"
      })
  void whatIsNoPreprocessingIsRefusedWithItsPlace(String part, String other, String message) {
    String yaml = YamlWriter.write(GREY.toMap());
    String wrong = yaml.replace(part, other);
    String refusal =
        SampleFiles.refusal(() -> Preprocessing.read(YamlNode.parse("provenance.yaml", wrong)));
    assertTrue(refusal.matches("provenance.yaml:[0-9]+: .*"), refusal);
    assertTrue(refusal.endsWith(message), refusal);
  }
}
