package io.hwnas.space;

import io.hwnas.space.MobileNetV3Form.LastStage;
import io.hwnas.space.MobileNetV3Form.StemForm;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name with its suffixes: {@code mobilenet-v3-large+original-end-0.75@28} is {@code
 * mobilenet-v3-large} with its original last stage and α = 0.75 in the form for 28-pixel images.
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
  private static final Pattern NAME =
      Pattern.compile(
          "(?<base>[^+]+?)(?<end>%s)?(?<stem>%s)?"
                  .formatted(Pattern.quote(ORIGINAL_END), Pattern.quote(WIDE_STEM))
              + "(-(?<alpha>[0-9]{1,2}\\.[0-9]{1,6}))?(@(?<pixels>[0-9]{1,4}))?");

  static Optional<FormName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String alpha = matcher.group("alpha");
    String pixels = matcher.group("pixels");
    return Optional.of(
        new FormName(
            matcher.group("base"),
            form(matcher.group("end") != null, matcher.group("stem") != null),
            alpha == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(alpha)),
            pixels == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(pixels))));
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
