package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a search space from YAML; used once. */
final class SpaceParser {
  private final YamlNode root;

  SpaceParser(YamlNode root) {
    this.root = root;
  }

  SearchSpace parse() {
    return checked(new SearchSpace(layout()));
  }

  SpaceLayout layout() {
    root.allowOnly("name", "input", "batch-norm", "padding", "stem", "stages", "head");
    YamlNode input = root.required("input");
    input.allowOnly("channels", "resolution");
    YamlNode stem = root.required("stem");
    stem.allowOnly("kernel", "stride", "width", "nonlinearity");
    Knob<Integer> stemWidth =
        Choices.integers(stem.required("width"), "stem.width", FileLimits.CHANNELS);
    YamlNode head = root.required("head");
    head.allowOnly("convolution", "hidden", "hidden-bias", "nonlinearity", "dropout", "classes");
    List<StageSpace> stages = new ArrayList<>();
    List<YamlNode> stageNodes = root.required("stages").asList();
    FileLimits.requireCount(root.required("stages"), stageNodes.size(), FileLimits.STAGES);
    for (YamlNode stage : stageNodes) {
      stages.add(new StageParser(stage, "s" + stages.size()).parse());
    }
    return new SpaceLayout(
        root.required("name").asString(),
        input.required("channels").asInt(1, FileLimits.IMAGE_CHANNELS),
        Choices.integers(input.required("resolution"), "input.resolution", FileLimits.RESOLUTION),
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
            head.optional("hidden-bias").map(YamlNode::asBoolean).orElse(true),
            FileLimits.nonlinearity(head.required("nonlinearity")),
            FileLimits.dropout(head.required("dropout")),
            FileLimits.classes(head.required("classes"))),
        FileLimits.batchNorm(root.required("batch-norm")),
        root.required("padding").asEnum(Padding.class, Padding::label));
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

  private static Optional<Knob<Integer>> optionalChannels(YamlNode head, String key) {
    YamlNode node = head.required(key);
    return node.is("none")
        ? Optional.empty()
        : Optional.of(Choices.integers(node, "head." + key, FileLimits.CHANNELS));
  }
}
