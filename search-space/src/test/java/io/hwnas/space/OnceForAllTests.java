package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnceForAllTests {
  private static final Path EXAMPLE =
      Path.of("..", "..", "shared", "data", "ofa", "net.config.example.json");
  private static final Path SAMPLE =
      Path.of("src", "test", "resources", "samples", "net.config.json");
  private static final SearchSpace SPACE = SearchSpace.named("ofa-mobilenet-v3");

  @Test
  void aPublishedNetConfigIsReadAndWrittenAgain() throws IOException {
    YamlNode root = YamlNode.read(SAMPLE);
    assertTrue(OnceForAllNetConfig.describes(root));
    Architecture architecture = OnceForAllNetConfig.read(root, 224);
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(SAMPLE.toFile()), json.readTree(OnceForAllNetConfig.write(architecture)));
    assertEquals(
        architecture.named("x"), OnceForAllSpec.of(architecture).architecture(1).named("x"));
  }

  @Test
  void theSampleIsThePublishedFile() throws IOException {
    assumeTrue(Files.exists(EXAMPLE), () -> "skipped: no " + EXAMPLE.toAbsolutePath().normalize());
    ObjectMapper json = new ObjectMapper();
    assertEquals(json.readTree(EXAMPLE.toFile()), json.readTree(SAMPLE.toFile()));
  }

  @Property(tries = 100)
  void netConfigsAndSpecsReadBackToTheirSubnets(@ForAll long seed) {
    Architecture subnet = SPACE.decode(SPACE.sample(Seeds.of(seed, "subnet")));
    String config = OnceForAllNetConfig.write(subnet);
    assertEquals(subnet, OnceForAllNetConfig.read(YamlNode.parse("net.config", config), 224));
    OnceForAllSpec spec = OnceForAllSpec.of(subnet);
    assertEquals(spec, OnceForAllSpec.read(YamlNode.parse("spec.json", spec.toJson())));
    assertEquals(subnet, spec.architecture(1));
  }

  @Property(tries = 50)
  void specsOfTheWiderSpaceReadBackToTheirSubnets(@ForAll long seed) {
    SearchSpace wider = SearchSpace.named("ofa-mobilenet-v3-1.2");
    Architecture subnet = wider.decode(wider.sample(Seeds.of(seed, "subnet")));
    assertEquals(subnet, OnceForAllSpec.of(subnet.named("x")).architecture(1.2));
    assertEquals(1.2, OnceForAllSpec.widthOf(subnet));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kernel: 5|kernel: 9|its s1.b0.kernel is none of [3, 5, 7]
          expansion: 64|expansion: 72|'its s1.b0.expansion-ratio is none of [3, 4, 6]'
          nonlinearity: relu\\n|nonlinearity: relu6\\n|its s0.nonlinearity is none of [relu]
          gate: hard-sigmoid|gate: sigmoid|gate of squeeze-excite of block s2.b0 is sigmoid, not hard-sigmoid
          classes: 1000|classes: 10|classes of the head is 10, not 1000
          '  hidden-bias: false\\n'|''|hidden-bias of the head is as it is by default, not false
          padding: symmetric|padding: same|padding is same, not symmetric
          channels: 3|channels: 1|channels of the input is 1, not 3
          """)
  void aNetworkOutsideTheSpaceIsRefusedNamingWhatDiffers(String good, String bad, String what) {
    String member = Architectures.write(OnceForAllSpec.uniform(3, 4, 5, 192).architecture(1));
    String changed = member.replaceFirst(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
    Architecture other = Architectures.read(YamlNode.parse("arch.yaml", changed)).named("other");
    assertEquals(
        "other isn't in the space ofa-mobilenet-v3: " + what,
        assertThrows(InvalidInputException.class, () -> OnceForAllSpec.of(other)).getMessage());
  }

  @Test
  void theWiderSpaceHasItsPublishedWidths() {
    Architecture largest = OnceForAllSpec.uniform(4, 6, 7, 224).architecture(1.2);
    assertEquals("ofa-mobilenet-v3-1.2", largest.name());
    assertEquals(24, largest.stem().outputChannels());
    int[] widths = {24, 32, 48, 96, 136, 192};
    for (int stage = 0; stage < widths.length; stage++) {
      assertEquals(widths[stage], largest.stages().get(stage).blocks().get(0).outputChannels());
    }
    ClassificationHead head = (ClassificationHead) largest.head();
    assertEquals(1152, head.convolutionChannels().orElseThrow());
    assertEquals(1536, head.hiddenChannels().orElseThrow());
    assertEquals(OnceForAllSpec.uniform(4, 6, 7, 224), OnceForAllSpec.of(largest));
  }

  /** {@code feature_mix_layer} is made with {@code bias=False}, the classifier with a bias. */
  @Test
  void theHiddenLayerHasNoBias() {
    for (double width : new double[] {1, 1.2}) {
      LayerGraph graph = LayerGraph.of(OnceForAllSpec.uniform(2, 3, 3, 224).architecture(width));
      List<String> head =
          graph.block("head").orElseThrow().layers().stream()
              .flatMap(layer -> layer.parameters().stream().map(Parameter::name))
              .filter(name -> !name.contains(".bn."))
              .toList();
      assertEquals(
          List.of(
              "head.conv.weight",
              "head.hidden.weight",
              "head.classifier.weight",
              "head.classifier.bias"),
          head);
    }
  }

  @Test
  void aNetConfigSaysWhetherTheHiddenLayerHasABias() {
    Architecture large = ReferenceNetworks.named("mobilenet-v3-large");
    String config = OnceForAllNetConfig.write(large);
    assertEquals(large, OnceForAllNetConfig.read(YamlNode.parse("net.config", config), 224));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '"dilation" : 1'|'"dilation" : 2'|net.config:11: dilation must be 1 here: hwnas has no layer of another
          '"groups" : 1'|'"groups" : 4'|net.config:12: groups must be 1 here: hwnas has no layer of another
          '"has_shuffle" : false'|'"has_shuffle" : true'|net.config:14: has_shuffle must be false here: hwnas has no layer of another
          '"use_bn" : true'|'"use_bn" : false'|net.config:17: use_bn must be true here: hwnas has no layer of another
          'weight_bn_act'|'bn_act_weight'|net.config:20: ops_order must be weight_bn_act here: hwnas has no layer of another
          '"mid_channels" : 48'|'"mid_channels" : 48, "groups" : 1'|net.config:53: groups must be 48 here: hwnas has no layer of another
          '"mid_channels" : 48'|'"mid_channels" : 48, "dilation" : 2'|net.config:53: dilation must be 1 here: hwnas has no layer of another
          """)
  void aNetConfigOfLayersThatWeHaveNotIsRefused(String good, String bad, String expected) {
    String config = OnceForAllNetConfig.write(SPACE.decode(SPACE.smallest()));
    assertTrue(config.contains(good), config);
    String changed = config.replaceFirst(good, bad);
    assertEquals(
        expected,
        assertThrows(
                InvalidInputException.class,
                () -> OnceForAllNetConfig.read(YamlNode.parse("net.config", changed), 224))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          first_conv|'"name" : "ConvLayer"'|'"name" : "ShuffleLayer"'|name must be ConvLayer here: hwnas has no layer of another
          first_conv|'"dropout_rate" : 0'|'"dropout_rate" : 0.5'|dropout_rate must be 0 here: hwnas drops values out only before the classifier
          first_conv|'"use_bn"'|'"use_gn"'|unknown key 'use_gn' in 'first_conv' (did you mean 'use_bn'?)
          mid_channels|'"use_se" : false'|'"use_se" : false, "uses_se" : 1'|unknown key 'uses_se' in 'mobile_inverted_conv' (did you mean 'use_se'?)
          blocks|'MobileInvertedResidualBlock'|'ShuffleBlock'|name must be MobileInvertedResidualBlock or ResidualBlock here: hwnas has no layer of another
          blocks|'MBInvertedConvLayer'|'ZeroLayer'|name must be MBInvertedConvLayer or MBConvLayer here: hwnas has no layer of another
          blocks|'"in_channels" : 16'|'"in_channels" : 24'|in_channels is 24 where 16 channels come in
          blocks|'"mid_channels" : null'|'"mid_channels" : 32'|mid_channels is 32 where an expand_ratio of 1 leaves 16
          IdentityLayer|'"in_channels" : . 16 .'|'"in_channels" : [ 24 ]'|in_channels must be 16 here: hwnas has no layer of another
          IdentityLayer|'"out_channels" : . 16 .'|'"out_channels" : [ 16, 16 ]'|out_channels must be 16 here: hwnas has no layer of another
          blocks|'IdentityLayer'|'ConvLayer'|name must be IdentityLayer here: hwnas has no layer of another
          final_expand_layer|'"in_channels" : 160'|'"in_channels" : 24'|in_channels is 24 where 160 channels come in
          feature_mix_layer|'"in_channels" : 960'|'"in_channels" : 961'|in_channels is 961 where 960 channels come in
          classifier|'"in_features" : 1280'|'"in_features" : 1'|in_features is 1 where 1280 channels come in
          classifier|'"act_func" : null'|'"act_func" : "relu"'|act_func must be null here: hwnas has no layer of another
          """)
  void aNetConfigThatContradictsItselfIsRefusedAtItsKey(
      String after, String good, String bad, String expected) {
    String config = OnceForAllNetConfig.write(SPACE.decode(SPACE.smallest()));
    int from = config.indexOf(after);
    String rest = config.substring(from);
    String changed = config.substring(0, from) + rest.replaceFirst(good, bad);
    assertNotEquals(config, changed);
    int line = (int) changed.substring(0, mismatch(config, changed)).lines().count();
    assertEquals(
        "net.config:" + line + ": " + expected,
        assertThrows(
                InvalidInputException.class,
                () -> OnceForAllNetConfig.read(YamlNode.parse("net.config", changed), 224))
            .getMessage());
  }

  private static int mismatch(String one, String other) {
    int at = 0;
    while (one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }

  @Test
  void aNetConfigWithoutItsLastBlocksIsRefused() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = (ObjectNode) json.readTree(SAMPLE.toFile());
    ArrayNode blocks = (ArrayNode) tree.get("blocks");
    while (blocks.size() > 3) {
      blocks.remove(3);
    }
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    OnceForAllNetConfig.read(
                        YamlNode.parse("net.config", tree.toPrettyString()), 224))
            .getMessage();
    assertTrue(message.endsWith("in_channels is 160 where 24 channels come in"), message);
  }

  @Test
  void aNetConfigWhoseHeadHasTwoNonlinearitiesIsRefused() {
    String config = OnceForAllNetConfig.write(SPACE.decode(SPACE.smallest()));
    int last = config.lastIndexOf("\"h_swish\"");
    String changed =
        config.substring(0, last) + config.substring(last).replaceFirst("h_swish", "relu");
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> OnceForAllNetConfig.read(YamlNode.parse("net.config", changed), 224))
            .getMessage();
    assertTrue(
        message.matches(
            "net.config:[0-9]+: act_func must be h_swish here: hwnas has no layer of another"),
        message);
  }

  @Test
  void aNetConfigMaySayThatItsDepthwiseConvolutionsAreDepthwise() {
    Architecture smallest = SPACE.decode(SPACE.smallest());
    String config = OnceForAllNetConfig.write(smallest);
    for (String groups : List.of("48", "null")) {
      String said =
          config.replaceFirst(
              "\"mid_channels\" : 48", "$0, \"dilation\": 1, \"groups\": " + groups);
      assertNotEquals(config, said);
      assertEquals(smallest, OnceForAllNetConfig.read(YamlNode.parse("net.config", said), 224));
    }
  }

  @Property(tries = 300)
  void damagedNetConfigsAreExplainedInOneLocatedLine(@ForAll long seed) {
    String config = OnceForAllNetConfig.write(SPACE.decode(SPACE.smallest()));
    Mutations.assertReadsOrExplains(config, seed, root -> OnceForAllNetConfig.read(root, 224));
  }

  @Test
  void aWrongValueOfASpecIsLocatedAtItsKey() {
    String spec = "ks: [3]\ne: [3]\nd: [2, 2, 5, 2, 2]\nr: 224\n";
    for (String key : List.of("ks", "e", "d")) {
      String only =
          spec.replace("ks: [3]", "ks: " + (key.equals("ks") ? "[3]" : Collections.nCopies(20, 3)))
              .replace(
                  "\ne: [3]", "\ne: " + (key.equals("e") ? "[3]" : Collections.nCopies(20, 3)));
      int line = List.of("ks", "e", "d").indexOf(key) + 1;
      String message =
          assertThrows(
                  InvalidInputException.class,
                  () -> OnceForAllSpec.read(YamlNode.parse("spec", only)))
              .getMessage();
      assertTrue(
          message.startsWith("spec:%d: %s must be a list of ".formatted(line, key)), message);
    }
  }

  @Property(tries = 300)
  void damagedSpecsAreExplainedInOneLocatedLine(@ForAll long seed) {
    String spec = OnceForAllSpec.uniform(2, 3, 5, 176).toJson();
    Mutations.assertReadsOrExplains(spec, seed, OnceForAllSpec::read);
  }

  @Test
  void aNetConfigIsRefusedWhereItWouldBeReadAsAnotherNetwork() {
    String small = Architectures.write(ReferenceNetworks.named("mobilenet-v3-small"));
    for (Map.Entry<String, String> change :
        Map.of(
                "gate: hard-sigmoid", "gate: sigmoid",
                "padding: symmetric", "padding: same")
            .entrySet()) {
      assertTrue(small.contains(change.getKey()), small);
      Architecture changed =
          Architectures.read(
              YamlNode.parse("arch.yaml", small.replace(change.getKey(), change.getValue())));
      assertEquals(
          "mobilenet-v3-small has a gate, squeezed channels, an expansion or a padding of another"
              + " kind, which Once-for-All's net.config cannot say",
          assertThrows(InvalidInputException.class, () -> OnceForAllNetConfig.write(changed))
              .getMessage());
    }
  }

  @Test
  void namesWhatANetConfigCannotSay() {
    assertEquals(
        "mobilenet-v2 has a head without convolution or hidden layer, which Once-for-All's"
            + " net.config cannot say",
        assertThrows(
                InvalidInputException.class,
                () -> OnceForAllNetConfig.write(ReferenceNetworks.named("mobilenet-v2")))
            .getMessage());
    assertFalse(
        OnceForAllNetConfig.describes(
            YamlNode.parse(
                "arch.yaml", Architectures.write(ReferenceNetworks.named("mobilenet-v2")))));
  }
}
