package io.hwnas.space;

/**
 * How a reference network is built where it differs from its published form.
 *
 * @param inputChannels channels of the image
 * @param resolution height and width of the image in pixels
 * @param smallImage whether the network's first strides become 1 until its last feature map is at
 *     least 3×3, as for images far below 224 pixels
 * @param classes number of classes
 * @param widthMultiplier the width multiplier α
 * @param scaleHidden whether α scales the hidden layer of MobileNetV3's head too; the published
 *     networks leave it at 1280 or 1024
 * @param form stem and last stage of a MobileNetV3
 */
public record NetworkOptions(
    int inputChannels,
    int resolution,
    boolean smallImage,
    int classes,
    double widthMultiplier,
    boolean scaleHidden,
    MobileNetV3Form form) {
  /** The published form: RGB of 224 pixels, 1000 classes, α = 1. */
  public static final NetworkOptions PUBLISHED =
      new NetworkOptions(3, 224, false, 1000, 1.0, false, MobileNetV3Form.PUBLISHED);

  /** The least width multiplier. */
  public static final double LEAST_MULTIPLIER = 0.01;

  /** The greatest width multiplier. */
  public static final double GREATEST_MULTIPLIER = 16;

  /** Checks the ranges. */
  public NetworkOptions {
    Checks.atLeast("input channels", inputChannels, 1);
    Checks.atLeast("resolution", resolution, 1);
    Checks.atLeast("classes", classes, 2);
    Checks.within("width multiplier", widthMultiplier, LEAST_MULTIPLIER, GREATEST_MULTIPLIER);
  }

  /**
   * Returns the same options for other images.
   *
   * @param input channels and resolution
   * @return the changed options
   */
  public NetworkOptions withInput(ImageInput input) {
    return new NetworkOptions(
        input.channels(),
        input.resolution(),
        smallImage,
        classes,
        widthMultiplier,
        scaleHidden,
        form);
  }

  /**
   * Returns the same options for the small-image form at a resolution.
   *
   * @param pixels height and width of the image
   * @return the changed options
   */
  public NetworkOptions withSmallImage(int pixels) {
    return new NetworkOptions(
        inputChannels, pixels, true, classes, widthMultiplier, scaleHidden, form);
  }

  /**
   * Returns the same options for another number of classes.
   *
   * @param count number of classes
   * @return the changed options
   */
  public NetworkOptions withClasses(int count) {
    return new NetworkOptions(
        inputChannels, resolution, smallImage, count, widthMultiplier, scaleHidden, form);
  }

  /**
   * Returns the same options with another width multiplier.
   *
   * @param multiplier the width multiplier α
   * @return the changed options
   */
  public NetworkOptions withWidthMultiplier(double multiplier) {
    return new NetworkOptions(
        inputChannels, resolution, smallImage, classes, multiplier, scaleHidden, form);
  }

  /**
   * Returns the same options with the head's hidden layer scaled or not.
   *
   * @param scaled whether α scales the hidden layer
   * @return the changed options
   */
  public NetworkOptions withScaleHidden(boolean scaled) {
    return new NetworkOptions(
        inputChannels, resolution, smallImage, classes, widthMultiplier, scaled, form);
  }

  /**
   * Returns the same options with another stem or last stage.
   *
   * @param other stem and last stage of a MobileNetV3
   * @return the changed options
   */
  public NetworkOptions withForm(MobileNetV3Form other) {
    return new NetworkOptions(
        inputChannels, resolution, smallImage, classes, widthMultiplier, scaleHidden, other);
  }

  /** Returns the rule for a network whose own is given. */
  WidthRule widthRule(WidthRule published) {
    return scaleHidden && published == WidthRule.MOBILENET_V3
        ? WidthRule.MOBILENET_V3_SCALED_HEAD
        : published;
  }
}
