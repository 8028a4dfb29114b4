package io.hwnas.cli.arch;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.MobileNetV3Form;
import io.hwnas.space.MobileNetV3Form.LastStage;
import io.hwnas.space.MobileNetV3Form.StemForm;
import io.hwnas.space.NetworkOptions;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The multipliers of the MobileNet papers, for commands that take an architecture. */
public final class ArchitectureOptions {
  /** The largest resolution hwnas builds a network for. */
  public static final int GREATEST_RESOLUTION = 4096;

  @Option(
      names = "--resolution",
      paramLabel = "R",
      description = "Height and width of the input image in pixels, instead of the network's own.")
  private Integer resolution;

  @Option(
      names = "--width",
      paramLabel = "A",
      description = "Width multiplier, applied by the network's own rule (default: 1).")
  private Double width;

  @Option(
      names = "--last-stage",
      paramLabel = "FORM",
      description = "How mobilenet-v3-large ends: efficient (default) or original (figure 5).")
  private LastStage lastStage;

  @Option(
      names = "--stem",
      paramLabel = "FORM",
      description = "How a MobileNetV3 begins: 16-h-swish (default) or 32-relu.")
  private StemForm stem;

  /**
   * Returns the form of MobileNetV3 asked for.
   *
   * @return the form, or empty where neither option was given
   */
  public Optional<MobileNetV3Form> form() {
    return lastStage == null && stem == null
        ? Optional.empty()
        : Optional.of(
            new MobileNetV3Form(
                lastStage == null ? LastStage.EFFICIENT : lastStage,
                stem == null ? StemForm.HSWISH_16 : stem));
  }

  /**
   * Refuses these options where a network cannot take another form.
   *
   * @param why what is said of the network
   * @throws InvalidInputException if one is given
   */
  public void requireNone(String why) {
    if (resolution != null || width != null || lastStage != null || stem != null) {
      throw new InvalidInputException(
          why + "; leave out --resolution, --width, --last-stage and --stem");
    }
  }

  /**
   * Returns the same multipliers without the form, for a network beside the one that has it.
   *
   * @return resolution and width alone
   */
  public ArchitectureOptions withoutForm() {
    ArchitectureOptions multipliers = new ArchitectureOptions();
    multipliers.resolution = resolution;
    multipliers.width = width;
    return multipliers;
  }

  /**
   * Returns the resolution asked for.
   *
   * @return pixels, or empty for the network's own
   * @throws InvalidInputException if it is out of range
   */
  public OptionalInt resolution() {
    if (resolution == null) {
      return OptionalInt.empty();
    }
    if (resolution < 1 || resolution > GREATEST_RESOLUTION) {
      throw new InvalidInputException(
          "--resolution must be from 1 to %d, not %d".formatted(GREATEST_RESOLUTION, resolution));
    }
    return OptionalInt.of(resolution);
  }

  /**
   * Returns the width multiplier asked for.
   *
   * @return the multiplier, or empty where none was given
   * @throws InvalidInputException if it is out of range
   */
  public OptionalDouble width() {
    if (width == null) {
      return OptionalDouble.empty();
    }
    if (!(width >= NetworkOptions.LEAST_MULTIPLIER
        && width <= NetworkOptions.GREATEST_MULTIPLIER)) {
      throw new InvalidInputException(
          "--width must be from %s to %s, not %s"
              .formatted(
                  NetworkOptions.LEAST_MULTIPLIER, NetworkOptions.GREATEST_MULTIPLIER, width));
    }
    return OptionalDouble.of(width);
  }
}
