package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads a search space from YAML; used once. */
final class SpaceParser {
  private static final String[] STAGE_KEYS = {
    "depth",
    "width",
    "kernel",
    "stride",
    "expansion-ratio",
    "squeeze-excite",
    "gate",
    "nonlinearity",
    "decisions"
  };
  private static final double GREATEST_RATIO = 64;

  private final YamlNode root;

  SpaceParser(YamlNode root) {
    this.root = root;
  }

  SearchSpace parse() {
    root.allowOnly("name", "input", "batch-norm", "padding", "stem", "stages", "head");
    YamlNode input = root.required("input");
    input.allowOnly("channels", "resolution");
    YamlNode stem = root.required("stem");
    stem.allowOnly("kernel", "stride", "width", "nonlinearity");
    Knob<Integer> stemWidth = integers(stem.required("width"), "stem.width", FileLimits.CHANNELS);
    YamlNode head = root.required("head");
    head.allowOnly("convolution", "hidden", "nonlinearity", "dropout", "classes");
    List<StageSpace> stages = new ArrayList<>();
    List<YamlNode> stageNodes = root.required("stages").asList();
    FileLimits.requireCount(root.required("stages"), stageNodes.size(), FileLimits.STAGES);
    for (YamlNode stage : stageNodes) {
      stages.add(stage(stage, "s" + stages.size()));
    }
    SpaceLayout layout =
        new SpaceLayout(
            root.required("name").asString(),
            input.required("channels").asInt(1, FileLimits.IMAGE_CHANNELS),
            integers(input.required("resolution"), "input.resolution", FileLimits.RESOLUTION),
            new Stem(
                FileLimits.kernel(stem.required("kernel")),
                FileLimits.stride(stem.required("stride")),
                1,
                FileLimits.nonlinearity(stem.required("nonlinearity"))),
            stemWidth,
            stages,
            optionalChannels(head, "convolution"),
            optionalChannels(head, "hidden"),
            new ClassificationHead(
                OptionalInt.empty(),
                OptionalInt.empty(),
                FileLimits.nonlinearity(head.required("nonlinearity")),
                FileLimits.dropout(head.required("dropout")),
                FileLimits.classes(head.required("classes"))),
            FileLimits.batchNorm(root.required("batch-norm")),
            root.required("padding").asEnum(Padding.class, Padding::label));
    return checked(new SearchSpace(layout));
  }

  /** Lowers both ends of the space, so that no feature map vanishes between them. */
  private SearchSpace checked(SearchSpace space) {
    try {
      LayerGraph.of(space.decode(space.smallest()));
      LayerGraph.of(space.decode(space.largest()));
    } catch (InvalidInputException e) {
      throw root.error(e.getMessage());
    }
    return space;
  }

  private StageSpace stage(YamlNode node, String id) {
    node.allowOnly(STAGE_KEYS);
    Knob<Integer> depth = integers(node.required("depth"), id + ".depth", FileLimits.DEPTH);
    boolean perBlock =
        node.optional("decisions")
            .map(value -> value.asOneOf(List.of("per-stage", "per-block")).equals("per-block"))
            .orElse(false);
    List<Integer> kernels = numbers(node.required("kernel"), FileLimits::kernel);
    YamlNode ratio = node.required("expansion-ratio");
    List<Double> ratios =
        ratio.is("none")
            ? List.of()
            : numbers(ratio, value -> value.asDouble(0.125, GREATEST_RATIO));
    return new StageSpace(
        depth,
        integers(node.required("width"), id + ".width", FileLimits.CHANNELS),
        knobs(id, "kernel", kernels, depth.largest(), perBlock),
        ratios.isEmpty()
            ? List.of()
            : knobs(id, "expansion-ratio", ratios, depth.largest(), perBlock),
        squeezeExcite(node.required("squeeze-excite"), id),
        node.optional("gate")
            .map(gate -> gate.asEnum(Gate.class, Gate::label))
            .orElse(Gate.HARD_SIGMOID),
        nonlinearities(node.required("nonlinearity"), id),
        FileLimits.stride(node.required("stride")));
  }

  private static <T> List<Knob<T>> knobs(
      String id, String name, List<T> values, int depth, boolean perBlock) {
    if (!perBlock || values.size() == 1) {
      return List.of(new Knob<T>(id + "." + name, values));
    }
    return IntStream.range(0, depth)
        .mapToObj(block -> new Knob<T>(id + ".b" + block + "." + name, values))
        .toList();
  }

  private static Knob<Boolean> squeezeExcite(YamlNode node, String id) {
    List<Boolean> values = distinct(node, YamlNode::asBoolean);
    return new Knob<>(id + ".squeeze-excite", values.stream().sorted().toList());
  }

  private static Knob<Nonlinearity> nonlinearities(YamlNode node, String id) {
    return new Knob<>(id + ".nonlinearity", distinct(node, FileLimits::nonlinearity));
  }

  private static Optional<Knob<Integer>> optionalChannels(YamlNode head, String key) {
    YamlNode node = head.required(key);
    return node.is("none")
        ? Optional.empty()
        : Optional.of(integers(node, "head." + key, FileLimits.CHANNELS));
  }

  private static Knob<Integer> integers(YamlNode node, String name, int maximum) {
    List<Integer> values = numbers(node, value -> value.asInt(1, maximum));
    return new Knob<>(name, values);
  }

  /** Reads one number, or a list of them from least to greatest. */
  private static <T extends Comparable<T>> List<T> numbers(
      YamlNode node, Function<YamlNode, T> convert) {
    List<T> values = distinct(node, convert);
    if (!values.equals(values.stream().sorted().toList())) {
      throw node.error("choices must be listed from least to greatest, not " + values);
    }
    return values;
  }

  private static <T> List<T> distinct(YamlNode node, Function<YamlNode, T> convert) {
    if (!node.isList()) {
      return List.of(convert.apply(node));
    }
    FileLimits.requireCount(node, node.asList().size(), FileLimits.CHOICES);
    List<T> values = new ArrayList<>();
    for (YamlNode item : node.asList()) {
      T value = convert.apply(item);
      if (values.contains(value)) {
        throw item.error("the choice " + value + " is listed twice");
      }
      values.add(value);
    }
    return values;
  }
}
