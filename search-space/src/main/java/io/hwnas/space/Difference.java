package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in the words of {@code arch.yaml} where two architectures differ first. */
final class Difference {
  private Difference() {}

  /**
   * Describes the first difference of an architecture from another.
   *
   * @param found an architecture
   * @param wanted what it was expected to equal; not equal to it
   * @return such as {@code nonlinearity in block s1.b0 is relu6, not h-swish}
   */
  static String first(Architecture found, Architecture wanted) {
    return in("", node(found), node(wanted)).orElse("its name is another");
  }

  private static YamlNode node(Architecture architecture) {
    return YamlNode.parse("arch.yaml", Architectures.write(architecture));
  }

  private static Optional<String> in(String place, YamlNode found, YamlNode wanted) {
    if (found.equals(wanted)) {
      return Optional.empty();
    }
    Set<String> keys = new LinkedHashSet<>(wanted.entries().keySet());
    keys.addAll(found.entries().keySet());
    for (String key : keys) {
      Optional<YamlNode> one = found.optional(key);
      Optional<YamlNode> other = wanted.optional(key);
      if (!one.equals(other)) {
        return Optional.of(
            key.equals("stages")
                ? inBlocks(one.orElseThrow().asList(), other.orElseThrow().asList())
                : at(place, key, one, other));
      }
    }
    return Optional.empty();
  }

  private static String at(
      String place, String key, Optional<YamlNode> found, Optional<YamlNode> wanted) {
    boolean nested = found.filter(YamlNode::isMap).isPresent();
    if (nested && wanted.filter(YamlNode::isMap).isPresent()) {
      String inner = place.isEmpty() ? " of the " + key : " of " + key + place;
      return in(inner, found.get(), wanted.get()).orElseThrow();
    }
    return "%s%s is %s, not %s".formatted(key, place, text(found), text(wanted));
  }

  private static String inBlocks(List<YamlNode> found, List<YamlNode> wanted) {
    if (found.size() != wanted.size()) {
      return "it has %d stages, not %d".formatted(found.size(), wanted.size());
    }
    for (int stage = 0; stage < found.size(); stage++) {
      List<YamlNode> blocks = found.get(stage).required("blocks").asList();
      List<YamlNode> others = wanted.get(stage).required("blocks").asList();
      if (blocks.size() != others.size()) {
        return "stage s%d has %d blocks, not %d".formatted(stage, blocks.size(), others.size());
      }
      for (int block = 0; block < blocks.size(); block++) {
        Optional<String> difference =
            in(" of block s%d.b%d".formatted(stage, block), blocks.get(block), others.get(block));
        if (difference.isPresent()) {
          return difference.get();
        }
      }
    }
    throw new IllegalArgumentException("the blocks are equal");
  }

  private static String text(Optional<YamlNode> value) {
    return value.map(node -> node.isMap() ? "one" : node.asString()).orElse("as it is by default");
  }
}
