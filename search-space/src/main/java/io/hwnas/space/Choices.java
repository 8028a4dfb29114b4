package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what a space leaves open: a value, or a list of values that may be chosen. */
final class Choices {
  private Choices() {}

  static Knob<Integer> integers(YamlNode node, String name, int maximum) {
    List<Integer> values = numbers(node, value -> value.asInt(1, maximum));
    return new Knob<>(name, values);
  }

  static Knob<Boolean> booleans(YamlNode node, String name) {
    return new Knob<>(name, distinct(node, YamlNode::asBoolean).stream().sorted().toList());
  }

  /** Reads one number, or a list of them from least to greatest. */
  static <T extends Comparable<T>> List<T> numbers(YamlNode node, Function<YamlNode, T> convert) {
    List<T> values = distinct(node, convert);
    if (!values.equals(values.stream().sorted().toList())) {
      throw node.error("choices must be listed from least to greatest, not " + values);
    }
    return values;
  }

  static <T> List<T> distinct(YamlNode node, Function<YamlNode, T> convert) {
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
