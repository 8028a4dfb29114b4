package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Width and resolution multipliers against the tables of their authors. */
class MultiplierTablesTests {
  private static LayerGraph graph(String name, int resolution) {
    NetworkOptions options = NetworkOptions.PUBLISHED.withInput(new ImageInput(3, resolution));
    return LayerGraph.of(ReferenceNetworks.named(name, options));
  }

  private static Cost cost(String name, int resolution) {
    return Cost.of(graph(name, resolution));
  }

  private static List<Cost.OfLayer> costs(String name, int resolution) {
    return Cost.perLayer(graph(name, resolution));
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

  /** Tables 6 and 7 of the MobileNetV1 paper, the table of its released networks (slim). */
  @ParameterizedTest
  @CsvSource({
    "1, 224, 569M",
    "1, 192, 418M",
    "1, 160, 290M",
    "1, 160, 291M",
    "1, 128, 186M",
    "0.75, 224, 325M",
    "0.5, 224, 149M",
    "0.5, 192, 110M",
    "0.5, 160, 76M",
    "0.5, 160, 77M",
    "0.5, 128, 49M",
    "0.25, 224, 41M",
    "0.25, 160, 21M",
    "0.25, 128, 14M"
  })
  void mobileNetV1HasItsTablesMadds(double alpha, int resolution, String printed) {
    assertPrinted(printed, cost("mobilenet-v1-" + alpha, resolution).madds());
  }

  /** The row of width 0.75 in {@code nets/mobilenet_v1.md}, where the paper has 325M. */
  @ParameterizedTest
  @CsvSource({"224, 317M", "192, 233M", "160, 162M", "128, 104M"})
  void slimLeavesOutTheStemOfMobileNetV1AtWidthThreeQuarters(int resolution, String printed) {
    long stem =
        costs("mobilenet-v1-0.75", resolution).stream()
            .filter(row -> row.layer().blockId().equals("stem"))
            .mapToLong(row -> row.cost().madds())
            .sum();
    Cost cost = cost("mobilenet-v1-0.75", resolution);
    assertPrinted(printed, cost.madds() - stem);
    assertConflict("mobilenet-v1", printed, cost.madds());
  }

  /** Table 6 of the MobileNetV1 paper. */
  @ParameterizedTest
  @CsvSource({"1, 4.2M", "0.75, 2.6M", "0.5, 1.3M", "0.25, 0.5M"})
  void mobileNetV1HasItsTablesParams(double alpha, String printed) {
    assertPrinted(printed, cost("mobilenet-v1-" + alpha, 224).params());
  }

  /**
   * The params of {@code nets/mobilenet_v1.md}; the paper's 1.32M of width 0.5 (table 9) are those
   * without batch norm.
   */
  @ParameterizedTest
  @CsvSource({"1, 4.24M", "0.75, 2.59M", "0.5, 1.34M", "0.25, 0.47M"})
  void slimHasOneMoreParameterForEachNormalisedChannelOfMobileNetV1(double alpha, String printed) {
    String name = "mobilenet-v1-" + alpha;
    assertPrinted(printed, cost(name, 224).params() + normalisedChannels(name));
    assertPrinted("1.32M", withoutBatchNorm("mobilenet-v1-0.5"));
  }

  /** The released networks of MobileNetV2 (slim, {@code nets/mobilenet/README.md}). */
  @ParameterizedTest
  @CsvSource({
    "1.4, 224, 582M",
    "1.3, 224, 509M",
    "1, 224, 300M",
    "1, 192, 221M",
    "1, 160, 154M",
    "1, 128, 99M",
    "1, 96, 56M",
    "0.75, 224, 209M",
    "0.75, 192, 153M",
    "0.75, 160, 107M",
    "0.75, 128, 69M",
    "0.75, 96, 39M",
    "0.5, 224, 97M",
    "0.5, 192, 71M",
    "0.5, 160, 50M",
    "0.5, 128, 32M",
    "0.5, 96, 18M",
    "0.35, 224, 59M",
    "0.35, 192, 43M",
    "0.35, 160, 30M",
    "0.35, 128, 20M",
    "0.35, 96, 11M"
  })
  void mobileNetV2HasItsTablesMadds(double alpha, int resolution, String printed) {
    assertPrinted(printed, cost("mobilenet-v2-" + alpha, resolution).madds());
  }

  @ParameterizedTest
  @CsvSource({"1.4, 6.06M", "1.3, 5.34M", "1, 3.47M", "0.75, 2.61M", "0.5, 1.95M", "0.35, 1.66M"})
  void slimLeavesOutTheBatchNormOfMobileNetV2(double alpha, String printed) {
    assertPrinted(printed, withoutBatchNorm("mobilenet-v2-" + alpha));
  }

  /** Table 9 of the MobileNetV3 paper; Small 1.25 is there with a scaled head. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-large, 1, 217M, 5.4M",
    "mobilenet-v3-large, 0.75, 155M, 4.0M",
    "mobilenet-v3-large, 0.5, 69M, 2.6M",
    "mobilenet-v3-small, 1.25, 91M, 3.6M",
    "mobilenet-v3-small, 1, 57M, 2.5M",
    "mobilenet-v3-small, 0.5, 21M, 1.6M",
    "mobilenet-v3-small, 0.35, 12M, 1.4M"
  })
  void mobileNetV3HasTable9sWidths(String name, double alpha, String madds, String params) {
    NetworkOptions options =
        NetworkOptions.PUBLISHED
            .withWidthMultiplier(alpha)
            .withScaleHidden(name.equals("mobilenet-v3-small") && alpha > 1);
    Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named(name, options)));
    assertPrinted(madds, cost.madds());
    assertPrinted(params, cost.params());
  }

  /** Table 9 of the MobileNetV3 paper. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v3-large, 256, 282M",
    "mobilenet-v3-large, 192, 160M",
    "mobilenet-v3-large, 160, 112M",
    "mobilenet-v3-large, 128, 73M",
    "mobilenet-v3-large, 96, 43M",
    "mobilenet-v3-small, 160, 30M",
    "mobilenet-v3-small, 128, 20M",
    "mobilenet-v3-small, 96, 12M"
  })
  void mobileNetV3HasTable9sResolutions(String name, int resolution, String printed) {
    assertPrinted(printed, cost(name, resolution).madds());
  }

  /** Table 9's MAdds and slim's params that the head of 1024 channels does not have. */
  @Test
  void someFiguresOfMobileNetV3SmallAreOfItsHeadOf1280() {
    assertPrinted("74M", cost("mobilenet-v3-small-1280", 256).madds());
    assertPrinted("44M", cost("mobilenet-v3-small-1280-0.75", 224).madds());
    assertPrinted("2.4M", cost("mobilenet-v3-small-1280-0.75", 224).params());
  }

  /** Table 9's 356M, beside which it prints the params of a hidden layer that is not scaled. */
  @Test
  void theMaddsOfMobileNetV3LargeAtWidth125AreOfAScaledHiddenLayer() {
    NetworkOptions scaled =
        NetworkOptions.PUBLISHED.withWidthMultiplier(1.25).withScaleHidden(true);
    Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-large", scaled)));
    assertPrinted("356M", cost.madds());
    assertConflict("mobilenet-v3-large", "7.5M", cost.params());
    assertPrinted("7.5M", cost("mobilenet-v3-large-1.25", 224).params());
  }

  /**
   * What is printed, where the published layers give another count; their network's note says so.
   */
  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, 0.5, 224, 150M, 149497088, 1331592",
    "mobilenet-v1, 0.25, 192, 34M, 30212608, 470072",
    "mobilenet-v2, 1.4, 224, 585M, 582195824, 6108776",
    "mobilenet-v3-large, 1.25, 224, 356M, 355221920, 7551976",
    "mobilenet-v3-large, 0.35, 224, 40M, 39472336, 2131832",
    "mobilenet-v3-small, 0.75, 224, 44M, 43399344, 2041872",
    "mobilenet-v3-small, 1, 256, 74M, 73175040, 2542856"
  })
  void saysWherePrintedMaddsAreNotTheLayers(
      String network, double alpha, int resolution, String printed, long madds, long params) {
    Cost cost = cost(network + "-" + alpha, resolution);
    assertEquals(madds, cost.madds());
    assertEquals(params, cost.params());
    assertConflict(network, printed, cost.madds());
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet-v1, 0.5, 1.34M, 1331592",
    "mobilenet-v2, 1.4, 6.9M, 6108776",
    "mobilenet-v2, 1.4, 6.06M, 6108776",
    "mobilenet-v3-large, 0.35, 2.2M, 2131832",
    "mobilenet-v3-small, 0.75, 2.4M, 2041872"
  })
  void saysWherePrintedParamsAreNotTheLayers(
      String network, double alpha, String printed, long params) {
    assertEquals(params, cost(network + "-" + alpha, 224).params());
    assertConflict(network, printed, params);
  }

  /**
   * The table of MnasNet-A1 in mingxingtan/mnasnet's README, at 224, 192, 160, 128 and 96 pixels: 1
   * to 3 % above the count everywhere, as its 315.2M are above the paper's 312M.
   */
  @ParameterizedTest
  @CsvSource({
    "1.4, 6.1M, 591.5, 435.1, 302.8, 194.5, 110.3",
    "1, 3.9M, 315.2, 232.0, 161.6, 104.1, 59.3",
    "0.75, 2.9M, 226.7, 166.9, 116.4, 75.0, 42.9",
    "0.5, 2.1M, 105.2, 77.6, 54.4, 35.3, 20.5",
    "0.35, 1.7M, 63.2, 46.8, 32.9, 21.6, 12.7"
  })
  void mnasNetsReadmePrintsTheParamsAndALittleMoreMadds(
      double alpha,
      String params,
      double at224,
      double at192,
      double at160,
      double at128,
      double at96) {
    String name = "mnasnet-a1-" + alpha;
    assertPrinted(params, cost(name, 224).params());
    double[] printed = {at224, at192, at160, at128, at96};
    int[] resolutions = {224, 192, 160, 128, 96};
    for (int i = 0; i < printed.length; i++) {
      double ratio = printed[i] * 1e6 / cost(name, resolutions[i]).madds();
      assertTrue(ratio > 1.008 && ratio < 1.03, name + "@" + resolutions[i] + ": " + ratio);
    }
  }

  private static long withoutBatchNorm(String name) {
    return cost(name, 224).params() - 2 * normalisedChannels(name);
  }

  private static long normalisedChannels(String name) {
    return costs(name, 224).stream()
        .map(row -> row.layer().operator())
        .filter(Operator.BatchNormalization.class::isInstance)
        .mapToLong(operator -> ((Operator.BatchNormalization) operator).channels())
        .sum();
  }

  /** A table's last digit is rounded or cut. */
  private static boolean isRoundedOrCut(String printed, long count) {
    PublishedFigure.Count figure = PublishedFigure.Count.of(printed);
    return figure.isRounded(count) || count / figure.unit() == figure.value() / figure.unit();
  }

  private static void assertPrinted(String printed, long count) {
    assertTrue(isRoundedOrCut(printed, count), () -> printed + " is printed for " + count);
  }

  private static void assertConflict(String network, String printed, long count) {
    assertFalse(isRoundedOrCut(printed, count), () -> printed + " is " + count);
    String note =
        ReferenceNetworks.all().stream()
            .filter(one -> one.name().equals(network))
            .findFirst()
            .orElseThrow()
            .note();
    assertTrue(note.contains(printed), () -> printed + " is not explained in: " + note);
  }
}
