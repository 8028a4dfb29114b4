package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Width and resolution multipliers against the tables of their authors. */
class MultiplierTablesTests {
  private static Cost cost(String name, int resolution) {
    NetworkOptions options = NetworkOptions.PUBLISHED.withInput(new ImageInput(3, resolution));
    return Cost.of(LayerGraph.of(ReferenceNetworks.named(name, options)));
  }

  /** Recounted from the tables under each network's rule; MnasNet-B1's params are torchvision's. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-large-1.25, 7551976, 355.2, 1",
    "mobilenet-v3-large-0.75, 3993528, 154.6, 1",
    "mobilenet-v3-large-0.5, 2689520, 69.2, 1",
    "mobilenet-v3-large-0.35, 2131832, 39.5, 1",
    "mobilenet-v3-small-1.25, 3205384, 90.8, 1",
    "mobilenet-v3-small-0.75, 2041872, 43.4, 1",
    "mobilenet-v3-small-0.5, 1592704, 21.1, 1",
    "mobilenet-v3-small-0.35, 1358288, 12.8, 1",
    "mobilenet-v1-0.75, 2585560, 325.40, 2",
    "mobilenet-v1-0.5, 1331592, 149.50, 2",
    "mobilenet-v1-0.25, 470072, 41.03, 2",
    "mobilenet-v2-0.75, 2636424, 209.07, 2",
    "mobilenet-v2-0.5, 1968680, 97.13, 2",
    "mobilenet-v2-0.35, 1677128, 59.29, 2",
    "mobilenet-v2-1.4, 6108776, 582.2, 1",
    "mnasnet-b1-0.5, 2218512, 104.46, 2",
    "mnasnet-b1-0.75, 3170208, 215.49, 2",
    "mnasnet-b1-1.3, 6282256, 526.36, 2"
  })
  void scalesWidthByThePublishedRules(String name, long params, double millions, int digits) {
    assertEquals(params, cost(name, 224).params());
    double unit = Math.pow(10, -digits);
    assertEquals(millions, cost(name, 224).madds() / 1e6, unit / 2);
  }

  @Test
  void scalesTheHiddenLayerOnlyWhenAsked() {
    NetworkOptions scaled =
        NetworkOptions.PUBLISHED.withWidthMultiplier(1.25).withScaleHidden(true);
    Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small", scaled)));
    assertEquals(3_645_960, cost.params());
    assertEquals(91.2, cost.madds() / 1e6, 0.05);
  }

  @ParameterizedTest
  @CsvSource({"mobilenet-v3-large, 3377576, 140.0", "mobilenet-v3-small, 1653920, 39.1"})
  void scalesWidthByTorchvisionsRuleWhereAsked(String name, long params, double millions) {
    Architecture published = ReferenceNetworks.named(name);
    Architecture scaled = WidthRule.MOBILENET_V3_TORCHVISION.scale(published, 0.75);
    Cost cost = Cost.of(LayerGraph.of(scaled));
    assertEquals(params, cost.params());
    assertEquals(millions, cost.madds() / 1e6, 0.05);
  }

  /**
   * Tables 6 and 7 of the MobileNetV1 paper and the table of its released networks ({@code
   * nets/mobilenet_v1.md}), but for that table's row of width 0.75, which has 317M where the paper
   * has 325M, and its 34M of width 0.25 at 192 pixels, where the row before and after leave 30M.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 224, 569", "1, 192, 418", "1, 160, 290", "1, 160, 291", "1, 128, 186",
    "0.75, 224, 325", "0.5, 224, 149", "0.5, 192, 110", "0.5, 160, 76", "0.5, 128, 49",
    "0.25, 224, 41", "0.25, 160, 21", "0.25, 128, 14"
  })
  void mobileNetV1HasItsTablesMaddsToTheLastDigit(double alpha, int resolution, int millions) {
    assertEquals(millions, cost("mobilenet-v1-" + alpha, resolution).madds() / 1e6, 1);
  }

  /** Table 6 of the MobileNetV1 paper. */
  @ParameterizedTest
  @CsvSource({"1, 4.2", "0.75, 2.6", "0.5, 1.3", "0.25, 0.5"})
  void mobileNetV1HasItsTablesParams(double alpha, double millions) {
    assertEquals(millions, cost("mobilenet-v1-" + alpha, 224).params() / 1e6, 0.05);
  }

  /** The released networks of MobileNetV2 (slim, {@code nets/mobilenet/README.md}). */
  @ParameterizedTest
  @CsvSource({
    "1.4, 224, 582",
    "1.3, 224, 509",
    "1, 224, 300",
    "1, 192, 221",
    "1, 160, 154",
    "1, 128, 99",
    "1, 96, 56",
    "0.75, 224, 209",
    "0.75, 192, 153",
    "0.75, 160, 107",
    "0.75, 128, 69",
    "0.75, 96, 39",
    "0.5, 224, 97",
    "0.5, 192, 71",
    "0.5, 160, 50",
    "0.5, 128, 32",
    "0.5, 96, 18",
    "0.35, 224, 59",
    "0.35, 192, 43",
    "0.35, 160, 30",
    "0.35, 128, 20",
    "0.35, 96, 11"
  })
  void mobileNetV2HasItsTablesMaddsToTheLastDigit(double alpha, int resolution, int millions) {
    assertEquals(millions, cost("mobilenet-v2-" + alpha, resolution).madds() / 1e6, 1);
  }

  /**
   * Table 9 of the MobileNetV3 paper, whose last digits are rounded, cut or raised; Small 1.25 is
   * there with a scaled head.
   */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-large, 1.25, 356, 7.5",
    "mobilenet-v3-large, 1, 217, 5.4",
    "mobilenet-v3-large, 0.75, 155, 4.0",
    "mobilenet-v3-large, 0.5, 69, 2.6",
    "mobilenet-v3-large, 0.35, 40, 2.2",
    "mobilenet-v3-small, 1.25, 91, 3.6",
    "mobilenet-v3-small, 1, 57, 2.5",
    "mobilenet-v3-small, 0.75, 44, 2.0",
    "mobilenet-v3-small, 0.5, 21, 1.6",
    "mobilenet-v3-small, 0.35, 12, 1.4"
  })
  void mobileNetV3HasTable9sWidthsToTheLastDigit(
      String name, double alpha, int millions, double millionParams) {
    NetworkOptions options =
        NetworkOptions.PUBLISHED
            .withWidthMultiplier(alpha)
            .withScaleHidden(name.equals("mobilenet-v3-small") && alpha > 1);
    Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named(name, options)));
    assertEquals(millions, cost.madds() / 1e6, 1);
    assertEquals(millionParams, cost.params() / 1e6, 0.1);
  }

  /** Table 9 of the MobileNetV3 paper; its 43M at 96 pixels are more than the layers have. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-large, 256, 282, 1",
    "mobilenet-v3-large, 192, 160, 1",
    "mobilenet-v3-large, 160, 112, 1",
    "mobilenet-v3-large, 128, 73, 1",
    "mobilenet-v3-large, 96, 43, 1.5",
    "mobilenet-v3-small, 256, 74, 1",
    "mobilenet-v3-small, 160, 30, 1",
    "mobilenet-v3-small, 128, 20, 1",
    "mobilenet-v3-small, 96, 12, 1"
  })
  void mobileNetV3HasTable9sResolutions(
      String name, int resolution, int millions, double tolerance) {
    assertEquals(millions, cost(name, resolution).madds() / 1e6, tolerance);
  }
}
