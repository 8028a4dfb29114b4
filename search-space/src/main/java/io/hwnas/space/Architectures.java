package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and writes architectures as YAML: {@code arch.yaml}, every channel count as built. */
public final class Architectures {
  private static final String NONE = "none";
  private static final String INVERTED_RESIDUAL = "inverted-residual";
  private static final String DEPTHWISE_SEPARABLE = "depthwise-separable";
  private static final String CONVOLUTION = "convolution";
  private static final String CLASSIFICATION = "classification";
  private static final String HIDDEN_BIAS = "hidden-bias";
  private static final String RESIDUAL = "residual";

  private Architectures() {}

  /**
   * Reads an architecture.
   *
   * @param root a document as {@link #write} writes it
   * @return the architecture
   * @throws InvalidInputException with file and line, if the document describes no architecture or
   *     one whose shapes do not fit
   */
  public static Architecture read(YamlNode root) {
    root.allowOnly(
        "name", "input", "batch-norm", "padding", "width-rule", "stem", "stages", "head");
    YamlNode input = root.required("input");
    input.allowOnly("channels", "resolution");
    Stem stem = stem(root.required("stem"));
    List<Stage> stages = new ArrayList<>();
    int channels = stem.outputChannels();
    YamlNode stageList = root.required("stages");
    FileLimits.requireCount(stageList, stageList.asList().size(), FileLimits.STAGES);
    for (YamlNode stageNode : stageList.asList()) {
      stageNode.allowOnly("blocks");
      YamlNode blockList = stageNode.required("blocks");
      FileLimits.requireCount(blockList, blockList.asList().size(), FileLimits.DEPTH);
      List<Block> blocks = new ArrayList<>();
      for (YamlNode blockNode : blockList.asList()) {
        Block block = block(blockNode, channels);
        channels = block.outputChannels();
        blocks.add(block);
      }
      stages.add(new Stage(blocks));
    }
    Architecture architecture =
        new Architecture(
            root.required("name").asString(),
            new ImageInput(
                input.required("channels").asInt(1, FileLimits.IMAGE_CHANNELS),
                input.required("resolution").asInt(1, FileLimits.RESOLUTION)),
            stem,
            stages,
            head(root.required("head")),
            FileLimits.batchNorm(root.required("batch-norm")),
            root.required("padding").asEnum(Padding.class, Padding::label),
            root.optional("width-rule")
                .map(rule -> rule.asEnum(WidthRule.class, WidthRule::label))
                .orElse(WidthRule.MOBILENET_V3));
    try {
      LayerGraph.of(architecture);
    } catch (InvalidInputException e) {
      throw root.error(e.getMessage());
    }
    return architecture;
  }

  private static Stem stem(YamlNode node) {
    node.allowOnly("kernel", "stride", "output-channels", "nonlinearity");
    return new Stem(
        FileLimits.kernel(node.required("kernel")),
        FileLimits.stride(node.required("stride")),
        FileLimits.channels(node.required("output-channels")),
        FileLimits.nonlinearity(node.required("nonlinearity")));
  }

  private static Block block(YamlNode node, int inputChannels) {
    String type =
        node.required("type").asOneOf(List.of(INVERTED_RESIDUAL, DEPTHWISE_SEPARABLE, CONVOLUTION));
    return switch (type) {
      case INVERTED_RESIDUAL -> invertedResidual(node, inputChannels);
      case CONVOLUTION -> plainConvolution(node);
      default -> depthwiseSeparable(node);
    };
  }

  private static Block plainConvolution(YamlNode node) {
    node.allowOnly("type", "kernel", "stride", "output-channels", "nonlinearity");
    YamlNode nonlinearity = node.required("nonlinearity");
    return new PlainConvolution(
        FileLimits.kernel(node.required("kernel")),
        FileLimits.stride(node.required("stride")),
        FileLimits.channels(node.required("output-channels")),
        nonlinearity.is(NONE)
            ? Optional.empty()
            : Optional.of(FileLimits.nonlinearity(nonlinearity)));
  }

  private static Block depthwiseSeparable(YamlNode node) {
    node.allowOnly("type", "kernel", "stride", "output-channels", "nonlinearity");
    return new DepthwiseSeparable(
        FileLimits.kernel(node.required("kernel")),
        FileLimits.stride(node.required("stride")),
        FileLimits.channels(node.required("output-channels")),
        FileLimits.nonlinearity(node.required("nonlinearity")));
  }

  private static Block invertedResidual(YamlNode node, int inputChannels) {
    node.allowOnly(
        "type",
        "kernel",
        "stride",
        "expansion",
        "output-channels",
        "squeeze-excite",
        "nonlinearity",
        RESIDUAL);
    int stride = FileLimits.stride(node.required("stride"));
    int outputChannels = FileLimits.channels(node.required("output-channels"));
    boolean mayJoin = mayJoin(stride, inputChannels, outputChannels);
    Optional<YamlNode> residual = node.optional(RESIDUAL);
    boolean joins = residual.map(YamlNode::asBoolean).orElse(mayJoin);
    if (joins && !mayJoin) {
      throw residual
          .orElse(node)
          .error(
              "a residual needs stride 1 and equal widths, not stride %d, %d in and %d out"
                  .formatted(stride, inputChannels, outputChannels));
    }
    return new InvertedResidual(
        FileLimits.kernel(node.required("kernel")),
        stride,
        channelsOrNone(node.required("expansion")),
        outputChannels,
        squeezeExcite(node.required("squeeze-excite")),
        FileLimits.nonlinearity(node.required("nonlinearity")),
        joins);
  }

  /** Where a residual may be, there is one unless the file says otherwise. */
  private static boolean mayJoin(int stride, int inputChannels, int outputChannels) {
    return stride == 1 && inputChannels == outputChannels;
  }

  private static Optional<SqueezeExcite> squeezeExcite(YamlNode node) {
    if (node.is(NONE)) {
      return Optional.empty();
    }
    node.allowOnly("channels", "gate", "rule");
    return Optional.of(
        new SqueezeExcite(
            FileLimits.channels(node.required("channels")),
            node.required("gate").asEnum(Gate.class, Gate::label),
            FileLimits.squeezeRule(node.optional("rule"))));
  }

  private static Head head(YamlNode node) {
    node.required("type").asOneOf(List.of(CLASSIFICATION));
    node.allowOnly(
        "type",
        "convolution-channels",
        "hidden-channels",
        HIDDEN_BIAS,
        "nonlinearity",
        "dropout",
        "classes");
    return new ClassificationHead(
        channelsOrNone(node.required("convolution-channels")),
        channelsOrNone(node.required("hidden-channels")),
        node.optional(HIDDEN_BIAS).map(YamlNode::asBoolean).orElse(true),
        FileLimits.nonlinearity(node.required("nonlinearity")),
        FileLimits.dropout(node.required("dropout")),
        FileLimits.classes(node.required("classes")));
  }

  private static OptionalInt channelsOrNone(YamlNode node) {
    return node.is(NONE) ? OptionalInt.empty() : OptionalInt.of(FileLimits.channels(node));
  }

  /**
   * Writes an architecture.
   *
   * @param architecture the architecture
   * @return YAML that {@link #read} turns into an equal value
   */
  public static String write(Architecture architecture) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", architecture.name());
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("channels", architecture.input().channels());
    input.put("resolution", architecture.input().resolution());
    document.put("input", input);
    Map<String, Object> batchNorm = new LinkedHashMap<>();
    batchNorm.put("epsilon", architecture.batchNorm().epsilon());
    batchNorm.put("momentum", architecture.batchNorm().momentum());
    document.put("batch-norm", batchNorm);
    document.put("padding", architecture.padding().label());
    document.put("width-rule", architecture.widthRule().label());
    Map<String, Object> stem = new LinkedHashMap<>();
    stem.put("kernel", architecture.stem().kernel());
    stem.put("stride", architecture.stem().stride());
    stem.put("output-channels", architecture.stem().outputChannels());
    stem.put("nonlinearity", architecture.stem().nonlinearity().label());
    document.put("stem", stem);
    document.put("stages", stages(architecture));
    document.put("head", map((ClassificationHead) architecture.head()));
    return YamlWriter.write(document);
  }

  private static List<Map<String, Object>> stages(Architecture architecture) {
    int channels = architecture.stem().outputChannels();
    List<Map<String, Object>> stages = new ArrayList<>();
    for (Stage stage : architecture.stages()) {
      List<Map<String, Object>> blocks = new ArrayList<>();
      for (Block block : stage.blocks()) {
        blocks.add(map(block, channels));
        channels = block.outputChannels();
      }
      stages.add(Map.of("blocks", blocks));
    }
    return stages;
  }

  private static Map<String, Object> map(Block block, int inputChannels) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (block instanceof DepthwiseSeparable separable) {
      map.put("type", DEPTHWISE_SEPARABLE);
      map.put("kernel", separable.kernel());
      map.put("stride", separable.stride());
      map.put("output-channels", separable.outputChannels());
      map.put("nonlinearity", separable.nonlinearity().label());
      return map;
    }
    if (block instanceof PlainConvolution plain) {
      map.put("type", CONVOLUTION);
      map.put("kernel", plain.kernel());
      map.put("stride", plain.stride());
      map.put("output-channels", plain.outputChannels());
      map.put("nonlinearity", plain.nonlinearity().map(Nonlinearity::label).orElse(NONE));
      return map;
    }
    InvertedResidual residual = (InvertedResidual) block;
    map.put("type", INVERTED_RESIDUAL);
    map.put("kernel", residual.kernel());
    map.put("stride", residual.stride());
    map.put("expansion", channelsOrNone(residual.expansion()));
    map.put("output-channels", residual.outputChannels());
    map.put(
        "squeeze-excite", residual.squeezeExcite().<Object>map(Architectures::map).orElse(NONE));
    map.put("nonlinearity", residual.nonlinearity().label());
    if (residual.residual()
        != mayJoin(residual.stride(), inputChannels, residual.outputChannels())) {
      map.put(RESIDUAL, residual.residual());
    }
    return map;
  }

  private static Map<String, Object> map(SqueezeExcite squeezeExcite) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("channels", squeezeExcite.squeezeChannels());
    map.put("gate", squeezeExcite.gate().label());
    map.put("rule", squeezeExcite.rule().label());
    return map;
  }

  private static Map<String, Object> map(ClassificationHead head) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", CLASSIFICATION);
    map.put("convolution-channels", channelsOrNone(head.convolutionChannels()));
    map.put("hidden-channels", channelsOrNone(head.hiddenChannels()));
    if (!head.hiddenBias()) {
      map.put(HIDDEN_BIAS, false);
    }
    map.put("nonlinearity", head.nonlinearity().label());
    map.put("dropout", head.dropout());
    map.put("classes", head.classes());
    return map;
  }

  private static Object channelsOrNone(OptionalInt channels) {
    return channels.isPresent() ? (Object) channels.getAsInt() : NONE;
  }
}
