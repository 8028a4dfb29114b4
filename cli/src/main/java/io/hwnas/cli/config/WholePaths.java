package io.hwnas.cli.config;

import io.hwnas.evaluator.data.DataSets;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the paths that a configuration holds independent of the folder that hwnas is run in. */
final class WholePaths {
  /** Where images are: the name of a set that is known, or a path. */
  private static final String SOURCE = "data.source";

  private static final List<String> PATHS =
      List.of(
          SOURCE,
          "data.directory",
          "data.cache",
          "latency.table",
          "supernet.from",
          "benchmark.file");

  /** What stands in place of a path where there is none. */
  private static final String NONE = "none";

  private WholePaths() {}

  /**
   * Makes paths whole.
   *
   * @param root a configuration, checked
   * @return the same configuration, whose paths lead where they lead from here
   */
  static YamlNode in(YamlNode root) {
    YamlNode result = root;
    for (String key : PATHS) {
      Optional<YamlNode> path = at(root, key).filter(node -> isPath(key, node));
      if (path.isPresent()) {
        result = result.with(key, of(path.get()));
      }
    }
    return result;
  }

  private static Optional<YamlNode> at(YamlNode root, String key) {
    int dot = key.indexOf('.');
    return root.optional(key.substring(0, dot))
        .filter(YamlNode::isMap)
        .flatMap(section -> section.optional(key.substring(dot + 1)));
  }

  private static boolean isPath(String key, YamlNode node) {
    return !node.isNull()
        && !node.is(NONE)
        && (!key.equals(SOURCE) || isFileOfImages(node.asString()));
  }

  /** A folder may have the name of a set that is known. */
  private static boolean isFileOfImages(String source) {
    try {
      return !DataSets.names().contains(source) && Files.exists(Path.of(source));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Makes one path whole.
   *
   * @param path a path
   * @return the absolute path
   */
  static YamlNode of(YamlNode path) {
    String whole = Path.of(path.asString()).toAbsolutePath().normalize().toString();
    return YamlNode.parse("path", YamlWriter.write(List.of(whole))).asList().get(0);
  }
}
