package io.hwnas.cli.arch;

import io.hwnas.latency.TableSource;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.Suggestions;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds search spaces by name or file. */
public final class Spaces {
  /** What a user may give, for the help. */
  public static final String HELP =
      "A built-in space (hwnas space list), perhaps with width and small-image form as"
          + " ofa-mobilenet-v3-1.2@32, or the path of a space's YAML file.";

  private static final String KEY = "space";
  private static final String PREFIX = "space:";
  private static final int MOST_PIXELS = 4096;

  private Spaces() {}

  /**
   * Finds a space.
   *
   * @param name a built-in space's name or the path of a file
   * @return the space
   * @throws InvalidInputException if there is none, or the file describes none
   */
  public static SearchSpace named(String name) {
    if (name.startsWith(PREFIX)) {
      return SearchSpace.named(name.substring(PREFIX.length()));
    }
    if (!SearchSpace.isKnown(name) && looksLikeFile(name)) {
      return SearchSpace.parse(YamlNode.read(Path.of(name)));
    }
    return SearchSpace.named(name);
  }

  /**
   * Describes a space for the file of its latency table.
   *
   * @param name a built-in space's name or the path of a file
   * @return the space by its name, or in full where it does not come with hwnas
   * @throws InvalidInputException if there is none
   */
  public static TableSource.OfSpace source(String name) {
    String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    boolean file = !name.startsWith(PREFIX) && !SearchSpace.isKnown(name) && looksLikeFile(name);
    TableSource.OfSpace source =
        file
            ? TableSource.OfSpace.of(YamlNode.read(Path.of(name)))
            : TableSource.OfSpace.named(SearchSpace.named(plain).name());
    source.spaces();
    return source;
  }

  /**
   * Finds the space a configuration names or describes.
   *
   * @param node a built-in space's name, the path of a file, a space, or {@code built-in} with a
   *     choice of {@code resolution}
   * @return the space
   * @throws InvalidInputException if there is none, located
   */
  public static SearchSpace of(YamlNode node) {
    if (node.isMap()) {
      return node.optional("built-in").isPresent() ? atResolutions(node) : SearchSpace.parse(node);
    }
    String name = node.asString();
    if (!SearchSpace.isKnown(name) && !looksLikeFile(name)) {
      throw node.error(
          "no space is named '%s'%s; known are %s, or give the path of a YAML file"
              .formatted(
                  name,
                  Suggestions.phrase(name, SearchSpace.names()),
                  String.join(", ", SearchSpace.names())));
    }
    return named(name);
  }

  /**
   * Puts the space of a file into a configuration that names the file, so that the configuration
   * stays what it is when the file changes.
   *
   * @param root a configuration with the key {@code space}
   * @return the configuration with the space described in it, or by its name if it is built in
   * @throws InvalidInputException if the file cannot be read
   */
  public static YamlNode writtenOut(YamlNode root) {
    YamlNode space = root.required(KEY);
    boolean file = !space.isMap() && !SearchSpace.isKnown(space.asString());
    return file ? root.with(KEY, YamlNode.read(Path.of(space.asString()))) : root;
  }

  private static SearchSpace atResolutions(YamlNode node) {
    node.allowOnly("built-in", "resolution");
    YamlNode name = node.required("built-in");
    if (!SearchSpace.isKnown(name.asString())) {
      throw name.error(
          "no space is named '%s'%s; known are %s"
              .formatted(
                  name.asString(),
                  Suggestions.phrase(name.asString(), SearchSpace.names()),
                  String.join(", ", SearchSpace.names())));
    }
    YamlNode resolution = node.required("resolution");
    List<Integer> pixels = new ArrayList<>();
    for (YamlNode item : resolution.isList() ? resolution.asList() : List.of(resolution)) {
      pixels.add(item.asInt(1, MOST_PIXELS));
    }
    if (pixels.isEmpty() || !pixels.equals(pixels.stream().distinct().sorted().toList())) {
      throw resolution.error("give resolutions from least to greatest, not " + pixels);
    }
    return SearchSpace.named(name.asString()).atResolutions(pixels);
  }

  /**
   * Tells whether a name is that of a space and not of an architecture; a name of both is the
   * architecture's, unless {@code space:} stands before it.
   *
   * @param name a name or the path of a file
   * @return whether it is a built-in space's, or the file has a space's decisions
   * @throws InvalidInputException if it is a file that cannot be read
   */
  public static boolean isSpace(String name) {
    if (name.startsWith(PREFIX)) {
      return true;
    }
    if (ReferenceNetworks.isKnown(name)) {
      return false;
    }
    if (SearchSpace.isKnown(name)) {
      return true;
    }
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && describes(YamlNode.read(Path.of(name)));
  }

  /**
   * Tells whether a document is a space: its stages have decisions where an architecture's have
   * blocks.
   */
  static boolean describes(YamlNode root) {
    if (!root.isMap()) {
      return false;
    }
    List<YamlNode> stages =
        root.optional("stages").filter(YamlNode::isList).map(YamlNode::asList).orElse(List.of());
    return !stages.isEmpty() && stages.get(0).isMap() && stages.get(0).optional("blocks").isEmpty();
  }

  private static boolean looksLikeFile(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || Files.exists(Path.of(name));
  }
}
