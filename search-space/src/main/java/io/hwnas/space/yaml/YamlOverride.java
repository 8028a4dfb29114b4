package io.hwnas.space.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces one value of a document by its path. */
final class YamlOverride {
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,6}");

  private YamlOverride() {}

  static YamlNode apply(YamlNode node, List<String> path, YamlNode value) {
    if (path.isEmpty()) {
      return value.labelled(node.label());
    }
    String key = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (node.content() instanceof YamlContent.Items items) {
      return inList(node, items.nodes(), key, rest, value);
    }
    if (!(node.content() instanceof YamlContent.Entries entries)) {
      throw value.error("%s is a single value and has no key '%s'".formatted(node.label(), key));
    }
    Map<String, YamlNode> nodes = new LinkedHashMap<>(entries.nodes());
    YamlNode old = nodes.get(key);
    if (old == null) {
      old = value.labelled(YamlNode.quoted(key)).holding(new YamlContent.Entries(Map.of()));
    }
    nodes.put(key, apply(old, rest, value));
    return node.holding(new YamlContent.Entries(Collections.unmodifiableMap(nodes)));
  }

  private static YamlNode inList(
      YamlNode list, List<YamlNode> items, String key, List<String> rest, YamlNode value) {
    int index = INDEX.matcher(key).matches() ? Integer.parseInt(key) : items.size();
    if (index >= items.size()) {
      throw value.error(
          "%s has no item '%s'; items are 0 to %d".formatted(list.label(), key, items.size() - 1));
    }
    List<YamlNode> nodes = new ArrayList<>(items);
    nodes.set(index, apply(nodes.get(index), rest, value));
    return list.holding(new YamlContent.Items(List.copyOf(nodes)));
  }
}
