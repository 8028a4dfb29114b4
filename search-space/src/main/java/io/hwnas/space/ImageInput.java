package io.hwnas.space;

/**
 * The input image.
 *
 * @param channels 1 for grey, 3 for RGB
 * @param resolution height and width in pixels
 */
public record ImageInput(int channels, int resolution) {
  /** What the published networks of the MobileNet line take: RGB of 224 pixels. */
  public static final ImageInput PUBLISHED = new ImageInput(3, 224);

  /** Checks that both are positive. */
  public ImageInput {
    Checks.atLeast("input channels", channels, 1);
    Checks.atLeast("resolution", resolution, 1);
  }
}
