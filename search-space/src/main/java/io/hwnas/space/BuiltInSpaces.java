package io.hwnas.space;

import io.hwnas.space.yaml.Suggestions;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The spaces kept as resources beside this class, in their published and other forms.
 *
 * <p>A name may carry a width multiplier and the small-image form, as a {@link ReferenceNetworks
 * network's} may: {@code ofa-mobilenet-v3-1.2}, {@code mobilenet-v3-large@32}.
 */
final class BuiltInSpaces {
  static final List<String> NAMES =
      List.of(
          "channel-bench-macro",
          "mobilenet-v3-large",
          "mobilenet-v3-small",
          "mobilenet-v3-small-28",
          "nas-bench-macro",
          "ofa-mobilenet-v3",
          "ofa-mobilenet-v3-1.2",
          "proxylessnas");

  private BuiltInSpaces() {}

  static boolean isKnown(String name) {
    return find(name).isPresent();
  }

  private static Optional<FormName> find(String name) {
    return FormName.parse(name).filter(form -> hasFile(form.base()) && form.form().isEmpty());
  }

  /** Tells whether a space is kept under this name and not as a form of another. */
  private static boolean hasFile(String name) {
    return NAMES.contains(name) && FormName.parse(name).orElseThrow().alpha().isEmpty();
  }

  static SearchSpace named(String name) {
    return find(name)
        .map(form -> form(read(form.base()), form, name))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    FormName.explain(name, NAMES).orElseGet(() -> unknown(name))));
  }

  private static String unknown(String name) {
    return "unknown search space '%s'%s; known are %s"
        .formatted(name, Suggestions.phrase(name, NAMES), String.join(", ", NAMES));
  }

  private static SearchSpace form(SpaceLayout layout, FormName form, String name) {
    SpaceLayout scaled =
        form.alpha().isPresent() ? layout.scaled(form.alpha().getAsDouble()) : layout;
    SpaceLayout fitted =
        form.pixels().isPresent()
            ? SmallImages.adapt(scaled.atResolutions(List.of(form.pixels().getAsInt())))
            : scaled;
    return new SearchSpace(fitted.named(name));
  }

  private static SpaceLayout read(String name) {
    String resource = "spaces/" + name + ".yaml";
    try (InputStream stream = BuiltInSpaces.class.getResourceAsStream(resource)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new SpaceParser(YamlNode.parse(name + ".yaml", text)).layout();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
