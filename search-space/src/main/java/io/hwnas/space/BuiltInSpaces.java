package io.hwnas.space;

import io.hwnas.space.yaml.Suggestions;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The spaces kept as resources beside this class. */
final class BuiltInSpaces {
  static final List<String> NAMES = List.of("mobilenet-v3-small-28", "ofa-mobilenet-v3");

  private BuiltInSpaces() {}

  static SearchSpace named(String name) {
    if (!NAMES.contains(name)) {
      throw new InvalidInputException(
          "unknown search space '%s'%s; known are %s"
              .formatted(name, Suggestions.phrase(name, NAMES), String.join(", ", NAMES)));
    }
    String resource = "spaces/" + name + ".yaml";
    try (InputStream stream = BuiltInSpaces.class.getResourceAsStream(resource)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return SearchSpace.parse(YamlNode.parse(name + ".yaml", text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
