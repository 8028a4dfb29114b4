package io.hwnas.space;

import io.hwnas.space.yaml.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The published networks of the MobileNet line, by name.
 *
 * <p>A name may carry a width multiplier and the small-image form: {@code
 * mobilenet-v3-small-0.75@28} is MobileNetV3-Small with α = 0.75 for 28-pixel images.
 */
public final class ReferenceNetworks {
  private static final Map<String, Supplier<Architecture>> BUILDERS =
      Map.ofEntries(
          Map.entry("mobilenet-v1", MobileNetV1::separable),
          Map.entry("mobilenet-v1-full-convolution", MobileNetV1::fullConvolution),
          Map.entry("mobilenet-v2", MobileNetV2::build),
          Map.entry("mnasnet-a1", MnasNet::a1),
          Map.entry("mnasnet-b1", MnasNet::b1),
          Map.entry("mnasnet-small", MnasNet::small),
          Map.entry("mobilenet-v3-large", MobileNetV3::large),
          Map.entry("mobilenet-v3-large-minimalistic", MobileNetV3::largeMinimalistic),
          Map.entry("mobilenet-v3-small", MobileNetV3::small),
          Map.entry("mobilenet-v3-small-1280", MobileNetV3::smallWithWiderHead),
          Map.entry("mobilenet-v3-small-minimalistic", MobileNetV3::smallMinimalistic));

  private ReferenceNetworks() {}

  /**
   * Returns the networks in their published form.
   *
   * @return the networks in the order of their papers
   */
  public static List<ReferenceNetwork> all() {
    return PublishedNetworks.ALL;
  }

  /**
   * Tells whether a name is that of a reference network, suffixes included.
   *
   * @param name a name
   * @return whether {@link #named(String)} knows it
   */
  public static boolean isKnown(String name) {
    return FormName.parse(name).filter(form -> BUILDERS.containsKey(form.base())).isPresent();
  }

  /**
   * Builds a network.
   *
   * @param name its name, such as {@code mobilenet-v3-large} or {@code mobilenet-v3-small@28}
   * @return the architecture for RGB images and 1000 classes
   * @throws InvalidInputException if there is none of that name, with the nearest name, or with
   *     what is wrong with its suffix
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
   * @throws InvalidInputException if there is none of that name, with the nearest name, or with
   *     what is wrong with its suffix
   */
  public static Architecture named(String name, NetworkOptions options) {
    FormName form =
        FormName.parse(name)
            .filter(known -> BUILDERS.containsKey(known.base()))
            .orElseThrow(() -> unknown(name));
    NetworkOptions chosen = form.form().map(options::withForm).orElse(options);
    if (form.alpha().isPresent()) {
      chosen = chosen.withWidthMultiplier(form.alpha().getAsDouble());
    }
    if (form.pixels().isPresent()) {
      chosen = chosen.withSmallImage(form.pixels().getAsInt());
    }
    String base = form.base();
    Architecture published = chosen.form().apply(BUILDERS.get(base).get());
    Architecture built = build(published, chosen).named(base + FormName.suffixes(chosen));
    return chosen.smallImage() ? SmallImages.adapt(built) : built;
  }

  private static InvalidInputException unknown(String name) {
    List<String> known = all().stream().map(ReferenceNetwork::name).toList();
    String base = FormName.parse(name).map(FormName::base).orElse(name);
    return new InvalidInputException(
        FormName.explain(name, known)
            .orElseGet(
                () ->
                    "unknown network '%s'%s; known are %s"
                        .formatted(
                            name, Suggestions.phrase(base, known), String.join(", ", known))));
  }

  private static Architecture build(Architecture published, NetworkOptions options) {
    ClassificationHead head = (ClassificationHead) published.head();
    Architecture fitted =
        published
            .withInput(new ImageInput(options.inputChannels(), options.resolution()))
            .withHead(head.withClasses(options.classes()));
    WidthRule rule = options.widthRule(published.widthRule());
    return rule.scale(fitted, options.widthMultiplier()).withWidthRule(rule);
  }
}
