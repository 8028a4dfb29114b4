package io.hwnas.cli.config;

import io.hwnas.space.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds where the configuration of a run and one given later part. */
public final class ConfigDifference {
  private static final YamlNode NOTHING = YamlNode.parse("nothing", "none");

  private ConfigDifference() {}

  /**
   * Describes the first key whose value is not the one that a run was started with.
   *
   * @param started the run's {@code config.yaml}, laid over the defaults, which may have keys that
   *     are younger than the run
   * @param now the resolved configuration given now
   * @param free keys of the whole that may differ
   * @return a phrase such as {@code search.generations=4, not 5}; empty where there is none
   */
  public static Optional<String> first(ConfigSource started, String now, String... free) {
    // A run of an earlier version holds paths as they were given.
    YamlNode before = WholePaths.in(started.root());
    YamlNode after = YamlNode.parse("configuration", now);
    for (String key : free) {
      before = before.with(key, NOTHING);
      after = after.with(key, NOTHING);
    }
    return first("", before, after);
  }

  /** Describes the first difference of two sections, below a path. */
  static Optional<String> first(String path, YamlNode before, YamlNode after) {
    if (!before.isMap() || !after.isMap()) {
      return before.equals(after)
          ? Optional.empty()
          : Optional.of(phrase(path, Optional.of(before), Optional.of(after)));
    }
    Set<String> keys = new TreeSet<>(before.entries().keySet());
    keys.addAll(after.entries().keySet());
    for (String key : keys) {
      String inner = path.isEmpty() ? key : path + '.' + key;
      Optional<YamlNode> left = before.optional(key);
      Optional<YamlNode> right = after.optional(key);
      Optional<String> difference =
          left.isPresent() && right.isPresent()
              ? first(inner, left.get(), right.get())
              : Optional.of(phrase(inner, left, right));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static String phrase(String path, Optional<YamlNode> before, Optional<YamlNode> after) {
    return before.isPresent()
        ? "%s=%s, not %s"
            .formatted(
                path, shown(before.get()), after.map(ConfigDifference::shown).orElse("nothing"))
        : "no %s, not with %s".formatted(path, shown(after.orElseThrow()));
  }

  private static String shown(YamlNode node) {
    if (node.isMap()) {
      return node.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return node.isList()
        ? node.asList().stream()
            .map(ConfigDifference::shown)
            .collect(Collectors.joining(", ", "[", "]"))
        : node.isNull() ? "nothing" : node.asString();
  }
}
