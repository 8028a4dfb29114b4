package io.hwnas.space;

/**
 * How a width multiplier α changes the channel counts of a network; published implementations
 * differ.
 *
 * <p>Unless said otherwise a width is {@link ChannelRounding#makeDivisible} of α times the
 * published one to 8, an expansion is the published ratio of expansion to input times the rounded
 * input, rounded likewise, and the head's hidden layer keeps its size.
 */
public enum WidthRule {
  /** TensorFlow slim's {@code mobilenet_v1.py}: α times the width cut to an integer, at least 8. */
  MOBILENET_V1("mobilenet-v1", Widths.CUT, Expansions.OF_INPUT, Last.SCALED, false),
  /** MobileNetV2, section 6.1: the last convolution is not shrunk, only widened. */
  MOBILENET_V2("mobilenet-v2", Widths.ROUNDED, Expansions.OF_INPUT, Last.WIDENED, false),
  /** torchvision's MNASNet: the last convolution keeps its size. */
  MNASNET("mnasnet", Widths.ROUNDED, Expansions.OF_INPUT, Last.FIXED, false),
  /**
   * TensorFlow slim's {@code mobilenet_v3.py}, which reproduces table 9 of the paper: the last
   * convolution is scaled and the hidden layer is not.
   */
  MOBILENET_V3("mobilenet-v3", Widths.ROUNDED, Expansions.OF_INPUT, Last.SCALED, false),
  /** As {@link #MOBILENET_V3}, with the hidden layer scaled too: table 9's Small 1.25. */
  MOBILENET_V3_SCALED_HEAD(
      "mobilenet-v3-scaled-head", Widths.ROUNDED, Expansions.OF_INPUT, Last.SCALED, true),
  /**
   * torchvision's {@code mobilenetv3.py}: expansions are scaled themselves, the last convolution is
   * six times the last block's width, the hidden layer is scaled.
   */
  MOBILENET_V3_TORCHVISION(
      "mobilenet-v3-torchvision",
      Widths.ROUNDED,
      Expansions.SCALED,
      Last.SIX_TIMES_LAST_BLOCK,
      true);

  private enum Widths {
    CUT,
    ROUNDED
  }

  private enum Expansions {
    OF_INPUT,
    SCALED
  }

  private enum Last {
    FIXED,
    SCALED,
    WIDENED,
    SIX_TIMES_LAST_BLOCK
  }

  private static final int DIVISOR = 8;

  private final String label;
  private final Widths widths;
  private final Expansions expansions;
  private final Last last;
  private final boolean scalesHidden;

  WidthRule(String label, Widths widths, Expansions expansions, Last last, boolean scalesHidden) {
    this.label = label;
    this.widths = widths;
    this.expansions = expansions;
    this.last = last;
    this.scalesHidden = scalesHidden;
  }

  /**
   * Returns the name used in files.
   *
   * @return the name used in files
   */
  public String label() {
    return label;
  }

  /**
   * Applies a width multiplier.
   *
   * @param architecture the architecture at α = 1
   * @param alpha the width multiplier
   * @return the scaled architecture under the same name; equal to the given one for α = 1
   */
  public Architecture scale(Architecture architecture, double alpha) {
    return alpha == 1 ? architecture : new WidthScaling(architecture, alpha, this).scale();
  }

  int width(int published, double alpha) {
    return widths == Widths.CUT
        ? Math.max((int) (published * alpha), DIVISOR)
        : ChannelRounding.makeDivisible(published * alpha, DIVISOR);
  }

  int expansion(int published, int publishedInput, int input, double alpha) {
    return expansions == Expansions.SCALED
        ? width(published, alpha)
        : ChannelRounding.makeDivisible(input * (published / (double) publishedInput), DIVISOR);
  }

  int lastConvolution(int published, int lastBlock, double alpha) {
    return switch (last) {
      case FIXED -> published;
      case SCALED -> width(published, alpha);
      case WIDENED -> width(published, Math.max(1, alpha));
      case SIX_TIMES_LAST_BLOCK -> 6 * lastBlock;
    };
  }

  int hidden(int published, double alpha) {
    return scalesHidden ? width(published, alpha) : published;
  }

  /** Tells whether blocks whose widths become equal are joined by a residual. */
  boolean joinsEqualWidths() {
    return this != MNASNET;
  }
}
