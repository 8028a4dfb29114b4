package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * How an image of any height and width becomes a square.
 *
 * <p>What is taken of it is resized with a triangle filter that widens when it shrinks.
 */
public sealed interface SquareFit {
  /** The largest centred square, unless a data set is asked for otherwise. */
  SquareFit DEFAULT = new Crop(1);

  /**
   * Returns the name.
   *
   * @return as configurations and bundles write it
   */
  String label();

  /**
   * Says what is done.
   *
   * @param pixels side of the square
   * @return a phrase for whoever has to do the same
   */
  String phrase(int pixels);

  /**
   * The largest centred square, or the middle of it, resized.
   *
   * @param share side of what is taken, rounded to whole pixels, over the side of the largest
   *     centred square; 224 / 256 = 0.875 is usual on ImageNet
   */
  record Crop(double share) implements SquareFit {
    /** The least share that can be taken. */
    public static final double LEAST_SHARE = 0.1;

    private static final String LABEL = "crop";

    /**
     * Checks the share.
     *
     * @throws InvalidInputException if it is not within {@value #LEAST_SHARE} to 1
     */
    public Crop {
      if (!(share >= LEAST_SHARE && share <= 1)) {
        throw new InvalidInputException(
            "the share of a crop must be within %s to 1, got %s".formatted(LEAST_SHARE, share));
      }
    }

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public String phrase(int pixels) {
      return "%sthe largest centred square, resized to %d x %d pixels"
          .formatted(share == 1 ? "" : "the middle %s of ".formatted(share), pixels, pixels);
    }
  }

  /**
   * The whole image, resized so that its longer side is the square's, centred on black.
   *
   * <p>Black, and not the image's mean colour, because it is the same for every image, so that
   * whoever uses the network needs no pass over the image, and because it is what comes in where
   * training images are shifted. {@link Normalisation} counts it like any other sample.
   */
  record Pad() implements SquareFit {
    private static final String LABEL = "pad";

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public String phrase(int pixels) {
      return "the whole image, its longer side resized to %d pixels, centred on a black square"
          .formatted(pixels);
    }
  }

  /** The whole image, resized to the square whatever its aspect. */
  record Stretch() implements SquareFit {
    private static final String LABEL = "stretch";

    @Override
    public String label() {
      return LABEL;
    }

    @Override
    public String phrase(int pixels) {
      return "the whole image, resized to %d x %d pixels".formatted(pixels, pixels);
    }
  }

  /**
   * Reads the keys of a map that say how images are fitted: {@code fit} and the share of a crop,
   * both of which may be missing.
   *
   * @param map the map
   * @param shareKey the key of the share
   * @return the fit; the default where nothing is said
   * @throws InvalidInputException with the place of an unknown fit, a share out of range, or a
   *     share of what is no crop
   */
  static SquareFit read(YamlNode map, String shareKey) {
    String label =
        map.optional("fit")
            .map(fit -> fit.asOneOf(List.of(Crop.LABEL, Pad.LABEL, Stretch.LABEL)))
            .orElse(Crop.LABEL);
    Optional<YamlNode> share = map.optional(shareKey);
    if (label.equals(Crop.LABEL)) {
      return share
          .<SquareFit>map(node -> new Crop(node.asDouble(Crop.LEAST_SHARE, 1)))
          .orElse(DEFAULT);
    }
    if (share.isPresent()) {
      throw share
          .get()
          .error("'%s' is of fit: crop; leave it out with fit: %s".formatted(shareKey, label));
    }
    return label.equals(Pad.LABEL) ? new Pad() : new Stretch();
  }
}
