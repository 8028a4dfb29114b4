package io.hwnas.space;

import io.hwnas.space.yaml.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published networks of the MobileNet line, by name.
 *
 * <p>A name may carry a width multiplier and the small-image form: {@code
 * mobilenet-v3-small-0.75@28} is MobileNetV3-Small with α = 0.75 for 28-pixel images.
 */
public final class ReferenceNetworks {
  private static final Pattern NAME =
      Pattern.compile("(?<base>.+?)(-(?<alpha>[0-9]{1,2}\\.[0-9]{1,6}))?(@(?<pixels>[0-9]{1,4}))?");

  private static final List<ReferenceNetwork> NETWORKS =
      List.of(
          new ReferenceNetwork(
              "mobilenet-v1", "Howard et al. 2017, table 1", 4_231_976L, 568_740_352L),
          new ReferenceNetwork(
              "mobilenet-v2", "Sandler et al. 2018, table 2", 3_504_872L, 300_774_272L),
          new ReferenceNetwork(
              "mobilenet-v3-large", "Howard et al. 2019, table 1", 5_483_032L, 216_589_760L),
          new ReferenceNetwork(
              "mobilenet-v3-small", "Howard et al. 2019, table 2", 2_542_856L, 56_510_400L));

  private static final Map<String, Function<NetworkOptions, Architecture>> BUILDERS =
      Map.of(
          "mobilenet-v1", MobileNetV1::build,
          "mobilenet-v2", MobileNetV2::build,
          "mobilenet-v3-large", MobileNetV3::large,
          "mobilenet-v3-small", MobileNetV3::small);

  private ReferenceNetworks() {}

  /**
   * Returns the networks in their published form.
   *
   * @return the networks in alphabetical order of their names
   */
  public static List<ReferenceNetwork> all() {
    return NETWORKS;
  }

  /**
   * Tells whether a name is that of a reference network, suffixes included.
   *
   * @param name a name
   * @return whether {@link #named(String)} knows it
   */
  public static boolean isKnown(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && BUILDERS.containsKey(matcher.group("base"));
  }

  /**
   * Builds a network.
   *
   * @param name its name, such as {@code mobilenet-v3-large} or {@code mobilenet-v3-small@28}
   * @return the architecture for RGB images and 1000 classes
   * @throws InvalidInputException if there is none of that name, with the nearest name
   */
  public static Architecture named(String name) {
    return named(name, NetworkOptions.PUBLISHED);
  }

  /**
   * Builds a network that differs from its published form.
   *
   * @param name its name; its suffixes take precedence over the options
   * @param options the differences
   * @return the architecture, its name telling width multiplier and small-image form
   * @throws InvalidInputException if there is none of that name, with the nearest name
   */
  public static Architecture named(String name, NetworkOptions options) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || !BUILDERS.containsKey(matcher.group("base"))) {
      List<String> known = NETWORKS.stream().map(ReferenceNetwork::name).toList();
      String base = matcher.matches() ? matcher.group("base") : name;
      throw new InvalidInputException(
          "unknown network '%s'%s; known are %s"
              .formatted(name, Suggestions.phrase(base, known), String.join(", ", known)));
    }
    NetworkOptions chosen = options;
    if (matcher.group("alpha") != null) {
      chosen = chosen.withWidthMultiplier(Double.parseDouble(matcher.group("alpha")));
    }
    if (matcher.group("pixels") != null) {
      chosen = chosen.withSmallImage(Integer.parseInt(matcher.group("pixels")));
    }
    String base = matcher.group("base");
    Architecture built = BUILDERS.get(base).apply(chosen).named(name(base, chosen));
    return chosen.smallImage() ? SmallImages.adapt(built) : built;
  }

  private static String name(String base, NetworkOptions options) {
    return base
        + (options.widthMultiplier() == 1 ? "" : "-" + options.widthMultiplier())
        + (options.smallImage() ? "@" + options.resolution() : "");
  }
}
