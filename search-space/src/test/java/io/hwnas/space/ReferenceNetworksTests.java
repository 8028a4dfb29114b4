package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceNetworksTests {
  private static Cost cost(String name) {
    return Cost.of(LayerGraph.of(ReferenceNetworks.named(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, 4231976, 568740352",
    "mobilenet-v2, 3504872, 300774272",
    "mobilenet-v3-large, 5483032, 216589760",
    "mobilenet-v3-small, 2542856, 56510400",
    "mnasnet-a1, 3887038, 311579072",
    "mnasnet-b1, 4383312, 314415872"
  })
  void equalsThePublishedCountsToTheUnit(String name, long params, long madds) {
    assertEquals(params, cost(name).params());
    assertEquals(madds, cost(name).madds());
  }

  @ParameterizedTest
  @CsvSource({"mnasnet-small, 2030264, 68.34, 2", "mobilenet-v3-small-1280, 2946568, 56.91, 2"})
  void equalsRoundedCountsToTheirPrintedDigits(
      String name, long params, double millions, int digits) {
    assertEquals(params, cost(name).params());
    assertEquals(millions, cost(name).madds() / 1e6, Math.pow(10, -digits) / 2);
  }

  /** The paper's 4866M leave out the classifier, whose MAdds its 569M of MobileNetV1 include. */
  @Test
  void fullConvolutionsCostEightToNineTimesTheSeparableOnes() {
    Cost full = cost("mobilenet-v1-full-convolution");
    assertEquals(4866, (full.madds() - 1_024_000) / 1e6, 0.5);
    assertEquals(29.3, full.params() / 1e6, 0.05);
    double ratio = (double) full.madds() / cost("mobilenet-v1").madds();
    assertTrue(ratio > 8 && ratio < 9, "ratio " + ratio);
  }

  @Test
  void differsFromNoExactFigureOfItsSources() {
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      for (PublishedFigure figure : network.figures()) {
        if (figure.exact()) {
          Cost cost = cost(network.name());
          figure.madds().ifPresent(number -> assertEquals(number.value(), cost.madds()));
          figure.params().ifPresent(number -> assertEquals(number.value(), cost.params()));
        }
      }
    }
  }

  /** A difference beyond a source's last printed digit is explained. */
  @Test
  void explainsEveryDifferenceThatIsMoreThanRounding() {
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      Cost cost = cost(network.name());
      boolean rounded =
          network.figures().stream()
              .allMatch(
                  figure ->
                      figure.madds().map(n -> n.isRounded(cost.madds())).orElse(true)
                          && figure.params().map(n -> n.isRounded(cost.params())).orElse(true));
      assertEquals(rounded, network.note().isEmpty(), network + " " + cost);
    }
  }

  /** MAdds and params of each row of the papers' tables, as recounted from them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mobilenet-v1|10838016 928, 29302784 2528, 27496448 9152, 54992896 18048, 26593280 34688, 53186560 68864, 26141696 134912, 52283392 268800, 52283392 268800, 52283392 268800, 52283392 268800, 52283392 268800, 25915904 531968, 51831808 1061888, 1024000 1025000
          mobilenet-v2|10838016 928, 10035200 896, 29202432 5136, 25740288 8832, 15466752 10000, 10988544 14848, 10988544 14848, 7564032 21056, 10311168 54272, 10311168 54272, 10311168 54272, 12719616 66624, 22692096 118272, 22692096 118272, 15607872 155264, 15476160 320000, 15476160 320000, 23002560 473920, 20070400 412160, 1280000 1281000
          mnasnet-a1|10838016 928, 10035200 896, 29202432 5136, 25740288 8832, 9088992 7718, 9880800 15690, 9880800 15690, 11712960 32080, 15899520 83200, 15899520 83200, 15899520 83200, 18929280 118324, 30726528 197820, 20881056 240924, 16305600 413160, 16305600 413160, 23002560 473920, 20070400 412160, 1280000 1281000
          mnasnet-b1|10838016 928, 10035200 896, 14601216 2592, 12870144 4440, 12870144 4440, 9088128 6776, 9878400 13160, 9878400 13160, 12465600 35920, 17404800 90880, 17404800 90880, 17404800 90912, 22692096 118272, 16962624 182976, 23087232 476160, 23087232 476160, 23087232 476160, 29409408 605440, 20070400 412160, 1280000 1281000
          mobilenet-v3-large|5419008 464, 5017600 464, 19468288 3440, 12870144 4440, 9091584 10328, 9886080 20992, 9886080 20992, 11712960 32080, 6624800 34760, 6094816 31992, 6094816 31992, 19025280 214424, 30914688 386120, 21069216 429224, 16689600 797360, 16689600 797360, 7526400 155520, 1228800 1230080, 1280000 1281000
          mobilenet-v3-small|5419008 464, 1254656 744, 5475456 3864, 3932544 5416, 3033984 13736, 4969920 57264, 4969920 57264, 2665440 21968, 3426624 29800, 4458528 91848, 6290496 294096, 6290496 294096, 2709504 56448, 589824 590848, 1024000 1025000
          """)
  void equalsTheTablesRowByRow(String name, String rows) {
    assertEquals(List.of(rows.split(", ")), rows(name));
  }

  private static List<String> rows(String name) {
    Map<String, long[]> sums = new LinkedHashMap<>();
    for (Cost.OfLayer row : Cost.perLayer(LayerGraph.of(ReferenceNetworks.named(name)))) {
      String layer = row.layer().name();
      boolean inHead = row.layer().blockId().equals("head");
      String key = inHead ? layer.replace("head/bn", "head/conv") : row.layer().blockId();
      long[] sum = sums.computeIfAbsent(key, absent -> new long[2]);
      sum[0] += row.cost().madds();
      sum[1] += row.cost().params();
    }
    List<String> rows = new ArrayList<>();
    sums.values().stream()
        .filter(sum -> sum[0] + sum[1] > 0)
        .forEach(sum -> rows.add(sum[0] + " " + sum[1]));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-small, 28",
    "mobilenet-v3-small, 32",
    "mobilenet-v3-large, 28",
    "mobilenet-v2, 32",
    "mobilenet-v1, 28",
    "mobilenet-v1, 32",
    "mnasnet-a1, 28",
    "mnasnet-b1, 32",
    "mnasnet-small, 28",
    "mobilenet-v1-full-convolution, 32",
    "mobilenet-v3-small-1280, 28",
    "mobilenet-v3-large-minimalistic, 32"
  })
  void smallImageFormHasItsFirstTwoStridesAtOne(String name, int pixels) {
    List<Integer> published = strides(ReferenceNetworks.named(name));
    List<Integer> expected = new ArrayList<>(published);
    expected.set(expected.indexOf(2), 1);
    expected.set(expected.indexOf(2), 1);
    Architecture small = ReferenceNetworks.named(name + "@" + pixels);
    assertEquals(expected, strides(small));
    assertEquals(name + "@" + pixels, small.name());
    assertEquals(4, LayerGraph.of(small).block("head").orElseThrow().input().height());
    assertEquals(cost(name).params(), Cost.of(LayerGraph.of(small)).params());
  }

  /** The rule's jump, as docs/search-spaces.md tells it. */
  @ParameterizedTest
  @CsvSource({"31, 4, 88107632", "33, 3, 39859904"})
  void smallImageFormKeepsOneStrideMoreAboveThirtyTwoPixels(int pixels, int last, long madds) {
    Architecture network = ReferenceNetworks.named("mobilenet-v2@" + pixels);
    assertEquals(last, LayerGraph.of(network).block("head").orElseThrow().input().height());
    assertEquals(madds, cost(network.name()).madds());
  }

  @Test
  void smallImageFormEqualsThePublishedOneForImagesNotSmall() {
    assertEquals(
        ReferenceNetworks.named("mobilenet-v2"),
        ReferenceNetworks.named("mobilenet-v2@224").named("mobilenet-v2"));
  }

  private static List<Integer> strides(Architecture architecture) {
    List<Integer> strides = new ArrayList<>(List.of(architecture.stem().stride()));
    architecture.blocks().forEach(block -> strides.add(block.stride()));
    return strides;
  }

  @Test
  void takesChannelsClassesAndWidthTogether() {
    NetworkOptions options =
        NetworkOptions.PUBLISHED
            .withInput(new ImageInput(1, 28))
            .withSmallImage(28)
            .withClasses(10)
            .withWidthMultiplier(0.5);
    Architecture architecture = ReferenceNetworks.named("mobilenet-v3-small", options);
    assertEquals("mobilenet-v3-small-0.5@28", architecture.name());
    assertEquals(new ImageInput(1, 28), architecture.input());
    assertEquals(new TensorShape(10, 1, 1), LayerGraph.of(architecture).output());
    assertEquals(
        architecture,
        ReferenceNetworks.named(
            "mobilenet-v3-small-0.5@28",
            NetworkOptions.PUBLISHED.withInput(new ImageInput(1, 224)).withClasses(10)));
  }

  /** MobileNetV3, section 5.1: about 30M and 10M MAdds; figure 5's blocks have 34.3M and 10.4M. */
  @Test
  void mobileNetV3sRedesignedEndsSaveWhatThePaperClaims() {
    long published = cost("mobilenet-v3-large").madds();
    NetworkOptions original =
        NetworkOptions.PUBLISHED.withForm(
            new MobileNetV3Form(
                MobileNetV3Form.LastStage.ORIGINAL, MobileNetV3Form.StemForm.HSWISH_16));
    NetworkOptions wide =
        NetworkOptions.PUBLISHED.withForm(
            new MobileNetV3Form(
                MobileNetV3Form.LastStage.EFFICIENT, MobileNetV3Form.StemForm.RELU_32));
    Architecture before = ReferenceNetworks.named("mobilenet-v3-large", original);
    assertEquals("mobilenet-v3-large+original-end", before.name());
    assertEquals(before, ReferenceNetworks.named(before.name()));
    assertEquals(34.3, (Cost.of(LayerGraph.of(before)).madds() - published) / 1e6, 0.05);
    Architecture wider = ReferenceNetworks.named("mobilenet-v3-large", wide);
    assertEquals(10.4, (Cost.of(LayerGraph.of(wider)).madds() - published) / 1e6, 0.05);
    assertEquals(32, wider.stem().outputChannels());
    assertThrows(InvalidInputException.class, () -> ReferenceNetworks.named("mobilenet-v2", wide));
    assertThrows(
        InvalidInputException.class, () -> ReferenceNetworks.named("mobilenet-v3-small", original));
  }

  @Test
  void keepsTorchvisionsBatchNormConstants() {
    assertEquals(BatchNorm.MOBILENET_V3, ReferenceNetworks.named("mobilenet-v3-large").batchNorm());
    assertEquals(BatchNorm.TORCH_DEFAULT, ReferenceNetworks.named("mobilenet-v2").batchNorm());
  }

  @Test
  void namesTheNearestKnownNetwork() {
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class, () -> ReferenceNetworks.named("mobilnet-v3-smal@28"));
    assertEquals(
        "unknown network 'mobilnet-v3-smal@28' (did you mean 'mobilenet-v3-small'?); known are"
            + " mobilenet-v1, mobilenet-v1-full-convolution, mobilenet-v2, mnasnet-a1, mnasnet-b1,"
            + " mnasnet-small, mobilenet-v3-large, mobilenet-v3-large-minimalistic,"
            + " mobilenet-v3-small, mobilenet-v3-small-1280, mobilenet-v3-small-minimalistic",
        thrown.getMessage());
    assertFalse(ReferenceNetworks.isKnown("mobilnet-v3-smal"));
    assertTrue(ReferenceNetworks.isKnown("mobilenet-v3-small-0.75@28"));
  }

  @ParameterizedTest
  @CsvSource({"mobilenet-v2@0", "mobilenet-v2-0.00", "mobilenet-v2-99.0"})
  void refusesSizesOutOfRange(String name) {
    assertThrows(InvalidInputException.class, () -> ReferenceNetworks.named(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mobilenet-v2@32px|after @ come the pixels of the image, from 1 to 4096, as in @32, not '32px'
          mobilenet-v2@99999|after @ come the pixels of the image, from 1 to 4096, as in @32, not '99999'
          mobilenet-v2@0|after @ come the pixels of the image, from 1 to 4096, as in @32, not '0'
          mobilenet-v2@31x|after @ come the pixels of the image, from 1 to 4096, as in @32, not '31x'
          mobilenet-v2@|after @ come the pixels of the image, from 1 to 4096, as in @32, not ''
          mobilenet-v3-small-0.75@-32|after @ come the pixels of the image, from 1 to 4096, as in @32, not ''
          mobilenet-v2-99.0|a width is a number with a point, from 0.01 to 16.0, as in -0.75, not '99.0'
          mobilenet-v2-2@32|a width is a number with a point, from 0.01 to 16.0, as in -0.75, not '2'
          mobilenet-v2-0,75|a width is a number with a point, from 0.01 to 16.0, as in -0.75, not '0,75'
          mobilenet-v3-large+original|a form is +original-end or +32-relu-stem, not '+original'
          mobilenet-v2-0.5@32-0.75|'-0.75' is one too many; give each suffix once
          mobilenet-v3-large+original-end+original-end|'+original-end' is one too many; give each suffix once
          """,
      quoteCharacter = '`')
  void saysWhatIsWrongWithASuffix(String name, String fault) {
    assertFalse(ReferenceNetworks.isKnown(name));
    assertEquals(
        "'%s': %s".formatted(name, fault),
        assertThrows(InvalidInputException.class, () -> ReferenceNetworks.named(name))
            .getMessage());
  }

  @Test
  void saysWhatIsWrongWithASpacesSuffix() {
    assertEquals(
        "'ofa-mobilenet-v3@big': after @ come the pixels of the image, from 1 to 4096, as in @32,"
            + " not 'big'",
        assertThrows(InvalidInputException.class, () -> SearchSpace.named("ofa-mobilenet-v3@big"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet-v3-large+32-relu-stem+original-end-0.75@96",
        "mobilenet-v3-large-0.75+original-end@96+32-relu-stem",
        "mobilenet-v3-large@96-0.75+32-relu-stem+original-end"
      })
  void suffixesMayStandInAnyOrder(String name) {
    Architecture canonical =
        ReferenceNetworks.named("mobilenet-v3-large+original-end+32-relu-stem-0.75@96");
    assertEquals(canonical, ReferenceNetworks.named(name));
    assertEquals("mobilenet-v3-large+original-end+32-relu-stem-0.75@96", canonical.name());
  }
}
