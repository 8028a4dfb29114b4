package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads one stage of a search space from YAML; used once. */
final class StageParser {
  private static final String DEPTH = "depth";
  private static final String WIDTH = "width";
  private static final String KERNEL = "kernel";
  private static final String EXPANSION = "expansion";
  private static final String EXPANSION_RATIO = "expansion-ratio";
  private static final String OPERATOR = "operator";
  private static final String SQUEEZE_EXCITE = "squeeze-excite";
  private static final String NONLINEARITY = "nonlinearity";
  private static final String RESIDUAL = "residual";
  private static final String DECISIONS = "decisions";
  private static final String PER_BLOCK = "per-block";
  private static final String NONE = "none";
  private static final double LEAST_RATIO = 0.125;
  private static final double GREATEST_RATIO = 64;

  private final YamlNode node;
  private final String id;
  private final Knob<Integer> depth;

  StageParser(YamlNode node, String id) {
    node.allowOnly(
        DEPTH,
        WIDTH,
        KERNEL,
        "stride",
        EXPANSION,
        EXPANSION_RATIO,
        OPERATOR,
        SQUEEZE_EXCITE,
        "gate",
        "squeeze-rule",
        NONLINEARITY,
        RESIDUAL,
        DECISIONS);
    this.node = node;
    this.id = id;
    this.depth = Choices.integers(node.required(DEPTH), name(DEPTH), FileLimits.DEPTH);
  }

  StageSpace parse() {
    YamlNode width = node.required(WIDTH);
    return new StageSpace(
        depth,
        width.is("input")
            ? Optional.empty()
            : Optional.of(Choices.integers(width, name(WIDTH), FileLimits.CHANNELS)),
        node.optional(OPERATOR).isPresent() ? wholeShapes() : kernelsAndExpansions(),
        Choices.booleans(node.required(SQUEEZE_EXCITE), name(SQUEEZE_EXCITE)),
        node.optional("gate")
            .map(gate -> gate.asEnum(Gate.class, Gate::label))
            .orElse(Gate.HARD_SIGMOID),
        FileLimits.squeezeRule(node.optional("squeeze-rule")),
        new Knob<>(
            name(NONLINEARITY),
            Choices.distinct(node.required(NONLINEARITY), FileLimits::nonlinearity)),
        node.optional(RESIDUAL)
            .map(residual -> Choices.booleans(residual, name(RESIDUAL)))
            .orElse(new Knob<>(name(RESIDUAL), List.of(true))),
        FileLimits.stride(node.required("stride")));
  }

  private BlockChoices kernelsAndExpansions() {
    List<Integer> kernels = Choices.numbers(node.required(KERNEL), FileLimits::kernel);
    boolean absolute = node.optional(EXPANSION).isPresent();
    String key = absolute ? EXPANSION : EXPANSION_RATIO;
    if (absolute) {
      node.optional(EXPANSION_RATIO).ifPresent(StageParser::refuseBesideExpansion);
    }
    return new BlockChoices(
        knobs(KERNEL, kernels), knobs(key, expansions(node.required(key), absolute)), List.of());
  }

  private static void refuseBesideExpansion(YamlNode ratio) {
    throw ratio.error(
        "a stage has expansion, in channels, or expansion-ratio, not both; leave one out");
  }

  private static List<Expansion> expansions(YamlNode value, boolean absolute) {
    if (value.is(NONE)) {
      return List.of();
    }
    if (absolute) {
      return Choices.numbers(value, FileLimits::channels).stream().map(Expansion::fixed).toList();
    }
    return Choices.numbers(value, StageParser::ratio).stream().map(Expansion::ratio).toList();
  }

  private static double ratio(YamlNode value) {
    return value.asDouble(LEAST_RATIO, GREATEST_RATIO);
  }

  private BlockChoices wholeShapes() {
    for (String key : List.of(KERNEL, EXPANSION, EXPANSION_RATIO)) {
      node.optional(key)
          .ifPresent(
              value -> {
                throw value.error(
                    "a stage whose operator is chosen as a whole has no %s of its own; leave it out"
                        .formatted(key));
              });
    }
    YamlNode operators = node.required(OPERATOR);
    List<BlockShape> first = Choices.distinct(operators, StageParser::shape);
    List<BlockShape> later = first.stream().filter(shape -> !shape.projection()).toList();
    if (later.isEmpty()) {
      throw operators.error("an operator other than projection is needed");
    }
    if (first.size() > later.size() && !perBlock(OPERATOR)) {
      throw operators.error(
          "projection is for the first block of a stage alone; set decisions: per-block");
    }
    List<Knob<BlockShape>> knobs = knobs(OPERATOR, later);
    return new BlockChoices(
        List.of(),
        List.of(),
        IntStream.range(0, knobs.size())
            .mapToObj(i -> i == 0 ? new Knob<>(knobs.get(0).name(), first) : knobs.get(i))
            .toList());
  }

  private static BlockShape shape(YamlNode operator) {
    if (!operator.isMap()) {
      operator.asOneOf(List.of(BlockShape.PROJECTION_LABEL));
      return BlockShape.PROJECTION;
    }
    operator.allowOnly(KERNEL, EXPANSION_RATIO);
    YamlNode ratio = operator.required(EXPANSION_RATIO);
    return BlockShape.inverted(
        FileLimits.kernel(operator.required(KERNEL)),
        ratio.is(NONE) ? Optional.empty() : Optional.of(Expansion.ratio(ratio(ratio))));
  }

  private <T> List<Knob<T>> knobs(String key, List<T> values) {
    if (values.isEmpty()) {
      return List.of();
    }
    if (!perBlock(key) || (values.size() == 1 && !key.equals(OPERATOR))) {
      return List.of(new Knob<>(name(key), values));
    }
    return IntStream.range(0, depth.largest())
        .mapToObj(block -> new Knob<>(name("b" + block + "." + key), values))
        .toList();
  }

  private boolean perBlock(String key) {
    Optional<YamlNode> decisions = node.optional(DECISIONS);
    decisions
        .filter(YamlNode::isMap)
        .ifPresent(map -> map.allowOnly(KERNEL, EXPANSION, EXPANSION_RATIO));
    return decisions
        .flatMap(value -> value.isMap() ? value.optional(key) : Optional.of(value))
        .map(value -> value.asOneOf(List.of("per-stage", PER_BLOCK)).equals(PER_BLOCK))
        .orElse(false);
  }

  private String name(String key) {
    return id + "." + key;
  }
}
