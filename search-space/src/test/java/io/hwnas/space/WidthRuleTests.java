package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WidthRuleTests {
  @Provide
  Arbitrary<String> networks() {
    return Arbitraries.of(ReferenceNetworks.all().stream().map(ReferenceNetwork::name).toList());
  }

  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  @Property(tries = 300)
  void widerNeverCostsLess(
      @ForAll("networks") String name,
      @ForAll @DoubleRange(min = 0.1, max = 2) double alpha,
      @ForAll @DoubleRange(min = 0, max = 0.5) double more) {
    Cost narrow = cost(name, alpha, 96);
    Cost wide = cost(name, alpha + more, 96);
    assertTrue(wide.madds() >= narrow.madds());
    assertTrue(wide.params() >= narrow.params());
  }

  @Property(tries = 100)
  void higherResolutionNeverCostsLess(
      @ForAll("networks") String name,
      @ForAll @IntRange(min = 33, max = 256) int resolution,
      @ForAll @IntRange(max = 64) int more) {
    Cost low = cost(name, 1, resolution);
    Cost high = cost(name, 1, resolution + more);
    assertTrue(high.madds() >= low.madds());
    assertEquals(low.params(), high.params());
  }

  private static Cost cost(String name, double alpha, int resolution) {
    NetworkOptions options =
        NetworkOptions.PUBLISHED
            .withInput(new ImageInput(3, resolution))
            .withWidthMultiplier(alpha);
    return Cost.of(LayerGraph.of(ReferenceNetworks.named(name, options)));
  }

  @Property(tries = 300)
  void everyRuleScalesEveryArchitecture(
      @ForAll("architectures") Architecture architecture,
      @ForAll WidthRule rule,
      @ForAll @DoubleRange(min = 0.05, max = 4) double alpha) {
    LayerGraph.of(rule.scale(architecture, alpha));
    assertEquals(architecture, rule.scale(architecture, 1));
  }

  @Test
  void mobileNetV1sWidthsAreCutAndNotRoundedToEight() {
    Architecture scaled = ReferenceNetworks.named("mobilenet-v1-0.7");
    assertEquals(22, scaled.stem().outputChannels());
    assertEquals(44, scaled.blocks().get(0).outputChannels());
  }

  @Test
  void mobileNetV2sLastLayerGrowsButDoesNotShrink() {
    assertEquals(1280, lastConvolution("mobilenet-v2-0.35"));
    assertEquals(1792, lastConvolution("mobilenet-v2-1.4"));
    assertEquals(336, lastConvolution("mobilenet-v3-large-0.35"));
  }

  private static int lastConvolution(String name) {
    ClassificationHead head = (ClassificationHead) ReferenceNetworks.named(name).head();
    return head.convolutionChannels().orElseThrow();
  }

  @Test
  void mobileNetV3sExpansionsFollowTheRoundedInput() {
    InvertedResidual second =
        (InvertedResidual) ReferenceNetworks.named("mobilenet-v3-small-0.75").blocks().get(1);
    assertEquals(16, ReferenceNetworks.named("mobilenet-v3-small-0.75").stem().outputChannels());
    assertEquals(72, second.expansion().orElseThrow());
  }

  @Test
  void mnasNetsSqueezesFollowTheScaledInput() {
    Architecture scaled = ReferenceNetworks.named("mnasnet-a1-1.5");
    List<Block> stage = scaled.stages().get(2).blocks();
    SqueezeExcite second = ((InvertedResidual) stage.get(1)).squeezeExcite().orElseThrow();
    assertEquals(64, stage.get(0).outputChannels());
    assertEquals(16, second.squeezeChannels());
    assertEquals(Gate.SIGMOID, second.gate());
  }

  @Test
  void aNetworkKeepsItsRuleInItsFile() {
    assertEquals(WidthRule.MOBILENET_V1, ReferenceNetworks.named("mobilenet-v1@32").widthRule());
    NetworkOptions options = NetworkOptions.PUBLISHED.withScaleHidden(true);
    assertEquals(
        WidthRule.MOBILENET_V3_SCALED_HEAD,
        ReferenceNetworks.named("mobilenet-v3-small", options).widthRule());
  }
}
