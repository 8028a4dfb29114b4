package io.hwnas.space;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Once-for-All's {@code net.config}: one MobileNetV3 network as JSON (mit-han-lab/once-for-all,
 * {@code MobileNetV3.config}).
 *
 * <p>The file has no image size.
 */
public final class OnceForAllNetConfig {
  private static final String FIRST = "first_conv";
  private static final String BLOCKS = "blocks";
  private static final String CONVOLUTION = "mobile_inverted_conv";
  private static final String EXPAND = "final_expand_layer";
  private static final String MIX = "feature_mix_layer";
  private static final String CLASSIFIER = "classifier";

  private static final String IN = OnceForAllLayer.IN;
  private static final String OUT = OnceForAllLayer.OUT;
  private static final String KERNEL = OnceForAllLayer.KERNEL;
  private static final String STRIDE = OnceForAllLayer.STRIDE;
  private static final String BIAS = OnceForAllLayer.BIAS;
  private static final String ACTIVATION = OnceForAllLayer.ACTIVATION;

  private OnceForAllNetConfig() {}

  /**
   * Tells whether a document is a {@code net.config} and not an {@code arch.yaml}.
   *
   * @param root a document
   * @return whether it has a {@code first_conv}
   */
  public static boolean describes(YamlNode root) {
    return root.isMap() && root.optional(FIRST).isPresent();
  }

  /**
   * Reads a network.
   *
   * @param root the document, JSON being YAML
   * @param resolution height and width of the image in pixels
   * @return the architecture
   * @throws InvalidInputException with file and line, if the document describes none
   */
  public static Architecture read(YamlNode root, int resolution) {
    root.allowOnly("name", "bn", FIRST, BLOCKS, EXPAND, MIX, CLASSIFIER);
    YamlNode first = root.required(FIRST);
    Stem stem =
        new Stem(
            FileLimits.kernel(first.required(KERNEL)),
            FileLimits.stride(first.required(STRIDE)),
            FileLimits.channels(first.required(OUT)),
            OnceForAllLayer.activation(first));
    YamlNode expand = root.required(EXPAND);
    YamlNode mix = root.required(MIX);
    YamlNode classifier = root.required(CLASSIFIER);
    OnceForAllLayer.requireConvolution(first);
    OnceForAllLayer.requirePointwise(expand, true);
    OnceForAllLayer.requirePointwise(mix, false);
    OnceForAllLayer.requireSameActivation(mix, expand);
    OnceForAllLayer.requireLinear(classifier);
    List<Stage> stages = stages(root.required(BLOCKS), stem.outputChannels());
    List<Block> last = stages.get(stages.size() - 1).blocks();
    int convolution = FileLimits.channels(expand.required(OUT));
    int hidden = FileLimits.channels(mix.required(OUT));
    OnceForAllLayer.requireInputs(expand, IN, last.get(last.size() - 1).outputChannels());
    OnceForAllLayer.requireInputs(mix, IN, convolution);
    OnceForAllLayer.requireInputs(classifier, OnceForAllLayer.FEATURES, hidden);
    ClassificationHead head =
        new ClassificationHead(
            OptionalInt.of(convolution),
            OptionalInt.of(hidden),
            mix.optional(BIAS).map(YamlNode::asBoolean).orElse(false),
            OnceForAllLayer.activation(expand),
            FileLimits.dropout(classifier.required("dropout_rate")),
            FileLimits.classes(classifier.required("out_features")));
    BatchNorm batchNorm = OnceForAllLayer.batchNorm(root.required("bn"));
    ImageInput input =
        new ImageInput(first.required(IN).asInt(1, FileLimits.IMAGE_CHANNELS), resolution);
    Architecture architecture =
        new Architecture(
            root.required("name").asString(),
            input,
            stem,
            stages,
            head,
            batchNorm,
            Padding.SYMMETRIC);
    try {
      LayerGraph.of(architecture);
    } catch (InvalidInputException e) {
      throw root.error(e.getMessage());
    }
    return architecture;
  }

  private static List<Stage> stages(YamlNode list, int stemChannels) {
    FileLimits.requireCount(list, list.asList().size(), FileLimits.DEPTH);
    List<Stage> stages = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    int channels = stemChannels;
    for (YamlNode node : list.asList()) {
      InvertedResidual block = block(node, channels);
      boolean begins = block.stride() > 1 || block.outputChannels() != channels;
      if (begins && !blocks.isEmpty()) {
        stages.add(new Stage(blocks));
        blocks = new ArrayList<>();
      }
      blocks.add(block);
      channels = block.outputChannels();
    }
    stages.add(new Stage(blocks));
    return stages;
  }

  private static InvertedResidual block(YamlNode node, int channels) {
    node.allowOnly("name", CONVOLUTION, "shortcut");
    OnceForAllLayer.requireName(node, "MobileInvertedResidualBlock", "ResidualBlock");
    YamlNode convolution = node.required(CONVOLUTION);
    OnceForAllLayer.requireInvertedConvolution(convolution);
    int in = OnceForAllLayer.requireInputs(convolution, IN, channels);
    double ratio = convolution.required("expand_ratio").asDouble(1, 64);
    Optional<YamlNode> middle = convolution.optional("mid_channels").filter(mid -> !mid.isNull());
    if (ratio == 1) {
      middle.ifPresent(mid -> OnceForAllLayer.requireUnexpanded(mid, in));
    }
    OptionalInt expansion =
        ratio == 1
            ? OptionalInt.empty()
            : OptionalInt.of(middle.map(FileLimits::channels).orElse((int) Math.round(in * ratio)));
    OnceForAllLayer.requireDepthwise(convolution, expansion.orElse(in));
    int out = FileLimits.channels(convolution.required(OUT));
    int stride = FileLimits.stride(convolution.required(STRIDE));
    YamlNode shortcut = node.required("shortcut");
    if (!shortcut.isNull() && (stride != 1 || in != out)) {
      throw shortcut.error(
          "a shortcut needs stride 1 and equal widths, not stride %d, %d in and %d out"
              .formatted(stride, in, out));
    }
    if (!shortcut.isNull()) {
      OnceForAllLayer.requireIdentity(shortcut, in);
    }
    SqueezeExcite squeezeExcite =
        SqueezeExcite.of(
            SqueezeRule.ROUNDED_EXPANSION, Gate.HARD_SIGMOID, in, expansion.orElse(in));
    return new InvertedResidual(
        FileLimits.kernel(convolution.required(KERNEL)),
        stride,
        expansion,
        out,
        convolution.required("use_se").asBoolean() ? Optional.of(squeezeExcite) : Optional.empty(),
        OnceForAllLayer.activation(convolution),
        !shortcut.isNull());
  }

  /**
   * Writes a network.
   *
   * @param architecture an architecture of inverted residuals with a hidden layer in its head
   * @return JSON as Once-for-All's code reads it
   * @throws InvalidInputException if the format has no place for it; the image size alone is left
   *     out in silence
   */
  public static String write(Architecture architecture) {
    ClassificationHead head = (ClassificationHead) architecture.head();
    Stem stem = architecture.stem();
    if (head.convolutionChannels().isEmpty() || head.hiddenChannels().isEmpty()) {
      throw unsupported(architecture, "a head without convolution or hidden layer");
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("name", architecture.name());
    root.putObject("bn")
        .put("momentum", architecture.batchNorm().momentum())
        .put("eps", architecture.batchNorm().epsilon());
    root.set(
        FIRST,
        OnceForAllLayer.convolution(
            stem.kernel(),
            stem.stride(),
            architecture.input().channels(),
            stem.outputChannels(),
            true,
            stem.nonlinearity()));
    int channels = stem.outputChannels();
    for (Block block : architecture.blocks()) {
      if (!(block instanceof InvertedResidual residual)) {
        throw unsupported(architecture, "blocks other than inverted residuals");
      }
      root.withArray("/" + BLOCKS).add(block(residual, channels));
      channels = block.outputChannels();
    }
    int convolution = head.convolutionChannels().getAsInt();
    int hidden = head.hiddenChannels().getAsInt();
    root.set(
        EXPAND,
        OnceForAllLayer.convolution(1, 1, channels, convolution, true, head.nonlinearity()));
    ObjectNode mix =
        OnceForAllLayer.convolution(1, 1, convolution, hidden, false, head.nonlinearity());
    root.set(MIX, mix.put(BIAS, head.hiddenBias()));
    root.set(CLASSIFIER, OnceForAllLayer.linear(hidden, head.classes(), head.dropout()));
    String text = root.toPrettyString() + "\n";
    requireSaid(architecture, text);
    return text;
  }

  /** The format takes gates, squeezed channels and padding for granted. */
  private static void requireSaid(Architecture architecture, String text) {
    Architecture said = read(YamlNode.parse("net.config", text), architecture.input().resolution());
    if (!operators(said).equals(operators(architecture))) {
      throw unsupported(
          architecture, "a gate, squeezed channels, an expansion or a padding of another kind");
    }
  }

  private static List<Operator> operators(Architecture architecture) {
    return LayerGraph.of(architecture).layers().stream().map(Layer::operator).toList();
  }

  private static InvalidInputException unsupported(Architecture architecture, String what) {
    return new InvalidInputException(
        "%s has %s, which Once-for-All's net.config cannot say"
            .formatted(architecture.name(), what));
  }

  private static ObjectNode block(InvertedResidual block, int in) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", "MobileInvertedResidualBlock");
    ObjectNode convolution =
        node.putObject(CONVOLUTION)
            .put("name", "MBInvertedConvLayer")
            .put(IN, in)
            .put(OUT, block.outputChannels())
            .put(KERNEL, block.kernel())
            .put(STRIDE, block.stride());
    OptionalInt expansion = block.expansion();
    double ratio = expansion.isPresent() ? (double) expansion.getAsInt() / in : 1;
    if (ratio == Math.rint(ratio)) {
      convolution.put("expand_ratio", (int) ratio);
    } else {
      convolution.put("expand_ratio", ratio);
    }
    if (expansion.isPresent()) {
      convolution.put("mid_channels", expansion.getAsInt());
    } else {
      convolution.putNull("mid_channels");
    }
    convolution
        .put(ACTIVATION, OnceForAllLayer.activation(block.nonlinearity()))
        .put("use_se", block.squeezeExcite().isPresent());
    if (!block.residual()) {
      node.putNull("shortcut");
      return node;
    }
    node.set("shortcut", OnceForAllLayer.identity(in));
    return node;
  }
}
