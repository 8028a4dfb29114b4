package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllSpec;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedTableTests {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final Path SAMPLES = Path.of("src", "test", "resources", "samples");

  private static PublishedTable table(String file) {
    Path path = DATA.resolve(file);
    assumeTrue(Files.exists(path), () -> "skipped: no " + path.toAbsolutePath().normalize());
    return PublishedTable.read(YamlNode.read(path));
  }

  /** Sums of Once-for-All's tables of a Note10 over networks whose blocks are all alike. */
  @ParameterizedTest
  @CsvSource({
    "160, 2, 3, 3, 9.8903", "160, 3, 4, 5, 20.0326", "160, 4, 6, 7, 47.7733",
    "192, 2, 3, 3, 13.3255", "192, 3, 4, 5, 27.8356", "192, 4, 6, 7, 67.5617",
    "224, 2, 3, 3, 17.7691", "224, 3, 4, 5, 37.8064", "224, 4, 6, 7, 92.3980"
  })
  void onceForAllsTablesAddUp(int resolution, int depth, int ratio, int kernel, double millis) {
    PublishedTable table = table("ofa/note10/%d_lookup_table.yaml".formatted(resolution));
    Architecture subnet =
        OnceForAllSpec.uniform(depth, ratio, kernel, resolution).architecture(1.2);
    assertEquals(millis, table.predict(LayerGraph.of(subnet)).millis(), 5e-5);
  }

  @Test
  void aMixedSubnetIsAsSlowAsItsAuthorsCodeSays() {
    OnceForAllSpec spec =
        new OnceForAllSpec(
            List.of(3, 3, 7, 7, 5, 3, 5, 3, 7, 5, 3, 5, 3, 3, 3, 3, 3, 3, 5, 3),
            List.of(3, 4, 4, 6, 6, 4, 3, 3, 6, 3, 3, 3, 4, 3, 6, 4, 6, 6, 6, 6),
            List.of(2, 3, 4, 3, 3),
            192);
    LatencyEstimate estimate =
        table("ofa/note10/192_lookup_table.yaml").predict(LayerGraph.of(spec.architecture(1.2)));
    assertEquals(24.912870, estimate.millis(), 5e-7);
    assertTrue(estimate.uncertaintyMillis() > 0 && estimate.uncertaintyMillis() < 3);
  }

  /** Three of the check sums, from samples of the tables. */
  @Test
  void samplesOfPublishedTablesAddUp() {
    Architecture subnet = OnceForAllSpec.uniform(2, 3, 3, 160).architecture(1.2);
    assertEquals(9.8903, sample("ofa-note10-160.yaml", subnet), 5e-5);
    assertEquals(76.0481, sample("proxylessnas-pixel1.yaml", proxylessNas(3, 3, 4)), 5e-5);
    assertEquals(191.0299, sample("proxylessnas-pixel1.yaml", proxylessNas(7, 6, 4)), 5e-5);
  }

  @Test
  void aClassifierOfOtherClassesTakesWhatTheTablesDoesAndMayBeThatFarOff() {
    PublishedTable table =
        PublishedTable.read(YamlNode.read(SAMPLES.resolve("proxylessnas-pixel1.yaml")));
    LatencyEstimate ten =
        table.predict(
            LayerGraph.of(proxylessNas(SearchSpace.named("proxylessnas").forData(3, 10), 3, 3, 4)));
    LatencyEstimate thousand = table.predict(LayerGraph.of(proxylessNas(3, 3, 4)));
    assertEquals(thousand.millis(), ten.millis(), 1e-9);
    assertTrue(ten.uncertaintyMillis() > thousand.uncertaintyMillis() + 0.1, ten::toString);
  }

  @Test
  void aTableSaysWhatItIsOf() {
    PublishedTable note10 = read("ofa-note10-160.yaml");
    assertEquals("Once-for-All", note10.publisher());
    assertEquals(OptionalInt.of(160), note10.resolution());
    assertEquals(OptionalInt.of(1000), note10.classes());
    assertEquals(16, note10.entries().size());
    PublishedEntry stem = note10.entries().get("Conv-input:160x160x3-output:80x80x24");
    assertEquals(498, stem.count());
    assertEquals(0.495562248995984, stem.meanMillis());
    assertEquals(0.010239557348882489, stem.spreadMillis(), 1e-15);
    PublishedTable pixel1 = read("proxylessnas-pixel1.yaml");
    assertEquals("ProxylessNAS", pixel1.publisher());
    assertEquals("Pixel 1", pixel1.publishersDevice());
    assertEquals(OptionalInt.of(224), pixel1.resolution());
    PublishedEntry head = pixel1.entries().get("Conv_1-input:7x7x320-output:7x7x1280");
    assertEquals(0.19174675835259503, head.variance());
  }

  @Test
  void aWholeTableKnowsItsSpaceAndNoOther() {
    PublishedTable pixel1 = table("proxylessnas/mobile_trim.yaml");
    assertEquals(
        List.of("proxylessnas"),
        SearchSpace.names().stream()
            .filter(name -> pixel1.knows(SearchSpace.named(name)))
            .toList());
    PublishedTable note10 = table("ofa/note10/176_lookup_table.yaml");
    assertEquals(
        List.of("ofa-mobilenet-v3-1.2"),
        SearchSpace.names().stream()
            .filter(name -> note10.knows(SearchSpace.named(name)))
            .toList());
  }

  /** The smallest network of the space is in the sample, most others are not. */
  @Test
  void aTableThatLacksPartsOfASpaceDoesNotKnowIt() {
    assertFalse(read("ofa-note10-160.yaml").knows(SearchSpace.named("ofa-mobilenet-v3-1.2")));
    assertFalse(
        PublishedTable.read(YamlNode.parse("lut.yaml", SMALL.substring(SMALL.indexOf("expanded"))))
            .knows(SearchSpace.named("ofa-mobilenet-v3-1.2")));
  }

  /** Its keys say nothing of either, and its networks have neither. */
  @ParameterizedTest
  @CsvSource({
    "nonlinearity: relu6, nonlinearity: h-swish",
    "squeeze-excite: false, squeeze-excite: true"
  })
  void proxylessNassTableRefusesABlockOfHSwishOrSqueezeExcite(String key, String other) {
    String space =
        """
        name: like-proxylessnas
        input: {channels: 3, resolution: 224}
        batch-norm: {epsilon: 0.001, momentum: 0.1}
        padding: symmetric
        stem: {kernel: 3, stride: 2, width: 32, nonlinearity: relu6}
        stages:
          - {depth: 1, width: 16, stride: 1, kernel: 3, expansion-ratio: none, squeeze-excite: false, nonlinearity: relu6}
        head: {convolution: none, hidden: none, nonlinearity: relu6, dropout: 0, classes: 1000}
        """;
    int stage = space.indexOf("  - {");
    SearchSpace changed =
        SearchSpace.parse(
            YamlNode.parse(
                "space.yaml",
                space.substring(0, stage) + space.substring(stage).replaceFirst(key, other)));
    LayerGraph graph = LayerGraph.of(changed.decode(changed.smallest()));
    PublishedTable table = read("proxylessnas-pixel1.yaml");
    String message =
        assertThrows(InvalidInputException.class, () -> table.predict(graph)).getMessage();
    assertTrue(
        message.contains(
            "proxylessnas-pixel1.yaml: tables of ProxylessNAS have no such block as '"),
        message);
  }

  private static PublishedTable read(String sample) {
    return PublishedTable.read(YamlNode.read(SAMPLES.resolve(sample)));
  }

  private static double sample(String file, Architecture network) {
    PublishedTable table = PublishedTable.read(YamlNode.read(SAMPLES.resolve(file)));
    return table.predict(LayerGraph.of(network)).millis();
  }

  /** Sums of ProxylessNAS's table of a Pixel 1, first block's kernel 3. */
  @ParameterizedTest
  @CsvSource({"3, 3, 4, 76.0481", "3, 6, 4, 136.4663", "7, 6, 4, 191.0299", "3, 3, 1, 29.6088"})
  void proxylessNassTableAddsUp(int kernel, int ratio, int depth, double millis) {
    PublishedTable table = table("proxylessnas/mobile_trim.yaml");
    LayerGraph graph = LayerGraph.of(proxylessNas(kernel, ratio, depth));
    assertEquals(millis, table.predict(graph).millis(), 5e-5);
  }

  private static Architecture proxylessNas(int kernel, int ratio, int depth) {
    return proxylessNas(SearchSpace.named("proxylessnas"), kernel, ratio, depth);
  }

  private static Architecture proxylessNas(SearchSpace space, int kernel, int ratio, int depth) {
    Map<String, String> chosen =
        Map.of("kernel", "" + kernel, "expansion-ratio", "" + ratio, "depth", "" + depth);
    DecisionVector vector =
        new DecisionVector(
            space.decisions().stream()
                .map(
                    decision ->
                        decision
                            .choices()
                            .indexOf(
                                chosen.get(
                                    decision
                                        .name()
                                        .substring(decision.name().lastIndexOf('.') + 1))))
                .toList());
    return space.decode(vector);
  }

  private static final String SMALL =
      """
      Conv-input:224x224x3-output:112x112x16:
        count: 10
        mean: 1.5
        std: 0.25
      expanded_conv-input:112x112x16-output:112x112x16-expand:16-kernel:3-stride:1-idskip:1-se:0-hs:0:
        count: 10
        mean: 2
        std: 0.5
      """;

  @Test
  void namesThePartThatATableLacks() {
    YamlNode root = YamlNode.parse("lut.yaml", SMALL);
    assertTrue(PublishedTable.describes(root));
    assertFalse(PublishedTable.describes(YamlNode.parse("x.yaml", "format: x")));
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-large"));
    assertEquals(
        "lut.yaml has no entry for 'expanded_conv-input:112x112x16-output:56x56x24-expand:64"
            + "-kernel:3-stride:2-idskip:0-se:0-hs:0'; it knows only networks of the space it was"
            + " made for",
        assertThrows(InvalidInputException.class, () -> PublishedTable.read(root).predict(graph))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0", "0.0", "1e-300"})
  void refusesAPartThatTakesNoTime(String mean) {
    YamlNode root = YamlNode.parse("lut.yaml", SMALL.replace("mean: 2", "mean: " + mean));
    assertEquals(
        "lut.yaml:7: the mean of 'expanded_conv-input:112x112x16-output:112x112x16-expand:16"
            + "-kernel:3-stride:1-idskip:1-se:0-hs:0' must be positive, not "
            + mean
            + ": a part that takes no time was not measured",
        assertThrows(InvalidInputException.class, () -> PublishedTable.read(root)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"-2", ".nan", "NaN", ".inf", "null"})
  void refusesAMeanThatIsNoTime(String mean) {
    YamlNode root = YamlNode.parse("lut.yaml", SMALL.replace("mean: 2", "mean: " + mean));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> PublishedTable.read(root))
            .getMessage()
            .startsWith("lut.yaml:7: 'mean' must be a number"));
  }

  @Test
  void refusesADamagedEntryWithItsLine() {
    YamlNode root = YamlNode.parse("lut.yaml", SMALL.replace("mean: 2", "mean: -2"));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> PublishedTable.read(root))
            .getMessage()
            .startsWith("lut.yaml:7: 'mean' must be a number"));
  }
}
