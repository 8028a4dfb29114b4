package io.hwnas.space;

import io.hwnas.space.MobileNetV3Form.LastStage;
import io.hwnas.space.MobileNetV3Form.StemForm;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A name with its suffixes: {@code mobilenet-v3-large+original-end-0.75@28} is {@code
 * mobilenet-v3-large} with its original last stage and α = 0.75 in the form for 28-pixel images.
 * Suffixes may stand in any order, each once.
 *
 * @param base the name without suffixes
 * @param form stem and last stage of a MobileNetV3, where the name has one
 * @param alpha the width multiplier, where the name has one
 * @param pixels the image size of the small-image form, where the name has one
 */
record FormName(
    String base, Optional<MobileNetV3Form> form, OptionalDouble alpha, OptionalInt pixels) {
  private static final String ORIGINAL_END = "+" + LastStage.ORIGINAL.label() + "-end";
  private static final String WIDE_STEM = "+" + StemForm.RELU_32.label() + "-stem";
  private static final Pattern SUFFIX =
      Pattern.compile(
          "%s|%s|-[0-9]{1,2}\\.[0-9]{1,6}|@[0-9]{1,4}"
              .formatted(Pattern.quote(ORIGINAL_END), Pattern.quote(WIDE_STEM)));
  private static final Pattern NAME =
      Pattern.compile("(?<base>[^+@]+?)(?<suffixes>(%s)*)".formatted(SUFFIX));

  /** What looks like suffixes, right or wrong: a form, an image size, a decimal number. */
  private static final Pattern ATTEMPT =
      Pattern.compile("[+@].*|-([0-9]*[.,].*|[0-9]{1,2}([+@].*)?)");

  static Optional<FormName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> suffixes = parts(matcher.group("suffixes"));
    return suffixes.stream().anyMatch(suffix -> fault(suffix).isPresent())
            || twice(suffixes).isPresent()
        ? Optional.empty()
        : Optional.of(of(matcher.group("base"), suffixes));
  }

  private static FormName of(String base, List<String> suffixes) {
    OptionalDouble alpha = OptionalDouble.empty();
    OptionalInt pixels = OptionalInt.empty();
    for (String suffix : suffixes) {
      if (suffix.startsWith("-")) {
        alpha = OptionalDouble.of(Double.parseDouble(suffix.substring(1)));
      } else if (suffix.startsWith("@")) {
        pixels = OptionalInt.of(Integer.parseInt(suffix.substring(1)));
      }
    }
    return new FormName(
        base, form(suffixes.contains(ORIGINAL_END), suffixes.contains(WIDE_STEM)), alpha, pixels);
  }

  private static List<String> parts(String suffixes) {
    return Stream.of(suffixes.split("(?=[+@])|(?=-[0-9.,])"))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * Explains why a name is none though it begins as one.
   *
   * @param name a name that {@link #parse} does not take
   * @param bases the names without suffixes
   * @return what is wrong with which suffix, or empty where the name is another
   */
  static Optional<String> explain(String name, Collection<String> bases) {
    return bases.stream()
        .filter(name::startsWith)
        .max(Comparator.comparingInt(String::length))
        .map(base -> name.substring(base.length()))
        .filter(suffixes -> ATTEMPT.matcher(suffixes).matches())
        .flatMap(
            suffixes ->
                parts(suffixes).stream()
                    .flatMap(suffix -> fault(suffix).stream())
                    .findFirst()
                    .or(() -> twice(parts(suffixes))))
        .map(fault -> "'%s': %s".formatted(name, fault));
  }

  private static Optional<String> fault(String suffix) {
    return switch (suffix.charAt(0)) {
      case '@' ->
          suffix.matches("@[0-9]{1,4}") && within(suffix, 1, FileLimits.RESOLUTION)
              ? Optional.empty()
              : Optional.of(
                  "after @ come the pixels of the image, from 1 to %d, as in @32, not '%s'"
                      .formatted(FileLimits.RESOLUTION, suffix.substring(1)));
      case '-' ->
          suffix.matches("-[0-9]{1,2}\\.[0-9]{1,6}")
                  && within(
                      suffix, NetworkOptions.LEAST_MULTIPLIER, NetworkOptions.GREATEST_MULTIPLIER)
              ? Optional.empty()
              : Optional.of(
                  "a width is a number with a point, from %s to %s, as in -0.75, not '%s'"
                      .formatted(
                          NetworkOptions.LEAST_MULTIPLIER,
                          NetworkOptions.GREATEST_MULTIPLIER,
                          suffix.substring(1)));
      default ->
          suffix.equals(ORIGINAL_END) || suffix.equals(WIDE_STEM)
              ? Optional.empty()
              : Optional.of(
                  "a form is %s or %s, not '%s'".formatted(ORIGINAL_END, WIDE_STEM, suffix));
    };
  }

  private static boolean within(String suffix, double least, double greatest) {
    double value = Double.parseDouble(suffix.substring(1));
    return value >= least && value <= greatest;
  }

  /** Widths and image sizes exclude each other; a form excludes itself. */
  private static Optional<String> twice(List<String> suffixes) {
    List<String> kinds =
        suffixes.stream()
            .map(suffix -> suffix.startsWith("+") ? suffix : suffix.substring(0, 1))
            .toList();
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.indexOf(kinds.get(i)) < i) {
        return Optional.of(
            "'%s' is one too many; give each suffix once".formatted(suffixes.get(i)));
      }
    }
    return Optional.empty();
  }

  private static Optional<MobileNetV3Form> form(boolean originalEnd, boolean wideStem) {
    return originalEnd || wideStem
        ? Optional.of(
            new MobileNetV3Form(
                originalEnd ? LastStage.ORIGINAL : LastStage.EFFICIENT,
                wideStem ? StemForm.RELU_32 : StemForm.HSWISH_16))
        : Optional.empty();
  }

  /** Writes the suffixes of a network that differs so from its published form. */
  static String suffixes(NetworkOptions options) {
    MobileNetV3Form form = options.form();
    return (form.lastStage() == LastStage.ORIGINAL ? ORIGINAL_END : "")
        + (form.stem() == StemForm.RELU_32 ? WIDE_STEM : "")
        + (options.widthMultiplier() == 1 ? "" : "-" + options.widthMultiplier())
        + (options.smallImage() ? "@" + options.resolution() : "");
  }
}
