package io.hwnas.latency;

import io.hwnas.space.LoweredBlock;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block's key, taken apart into what it computes and its channel counts.
 *
 * @param family the key with a {@code *} for each channel count: blocks of one family are the same
 *     but for their channels
 * @param operator its first word, such as {@code inverted-residual}
 * @param kernel kernel size; 1 for a head
 * @param inPixels height times width of its input
 * @param outPixels height times width of its output
 * @param channels its channel counts
 */
record BlockKey(
    String family, String operator, int kernel, long inPixels, long outPixels, Channels channels) {
  /**
   * A block's channel counts; 0 where it has no such channels.
   *
   * @param input channels in
   * @param expansion of the depthwise stage, where they are not the input's
   * @param squeeze of the squeezed vector
   * @param convolution of a head's convolution
   * @param hidden of a head's hidden layer
   * @param output channels out
   */
  record Channels(int input, int expansion, int squeeze, int convolution, int hidden, int output) {
    /** All counts, in the order of the block. */
    List<Integer> all() {
      return List.of(input, expansion, squeeze, convolution, hidden, output);
    }
  }

  /** The operator of a stem. */
  static final String STEM = "stem";

  /** The operator of a head. */
  static final String HEAD = "classification-head";

  /** Channel counts within a key, after what names them. */
  private static final Pattern CHANNELS =
      Pattern.compile("(?<= )(e|se|conv|hidden|in|out)=(\\d+)(?=[ :x]|$)");

  private static final Pattern KERNEL = Pattern.compile(" k=(\\d+)(?= )");
  private static final Pattern PIXELS = Pattern.compile(" (?:in|out)=\\d+x(\\d+)x(\\d+)(?= |$)");

  /**
   * Takes a key apart.
   *
   * @param key a {@link LoweredBlock#key()}
   * @return its parts; empty where it has no channels or no shapes of input and output
   */
  static Optional<BlockKey> parse(String key) {
    List<MatchResult> shapes = PIXELS.matcher(key).results().toList();
    if (shapes.size() != 2) {
      return Optional.empty();
    }
    String operator = key.substring(0, key.indexOf(' '));
    Matcher kernel = KERNEL.matcher(key);
    Channels channels =
        new Channels(
            count(key, "in"),
            count(key, "e"),
            count(key, "se"),
            count(key, "conv"),
            count(key, "hidden"),
            count(key, "out"));
    return Optional.of(
        new BlockKey(
            family(key, operator),
            operator,
            kernel.find() ? Integer.parseInt(kernel.group(1)) : 1,
            pixels(shapes.get(0)),
            pixels(shapes.get(1)),
            channels));
  }

  /** An image's channels and the classes are no channels to choose. */
  private static String family(String key, String operator) {
    return CHANNELS
        .matcher(key)
        .replaceAll(
            match ->
                operator.equals(STEM) && match.group(1).equals("in")
                        || operator.equals(HEAD) && match.group(1).equals("out")
                    ? match.group()
                    : match.group(1) + "=*");
  }

  private static int count(String key, String name) {
    return CHANNELS
        .matcher(key)
        .results()
        .filter(match -> match.group(1).equals(name))
        .map(match -> Integer.parseInt(match.group(2)))
        .findFirst()
        .orElse(0);
  }

  private static long pixels(MatchResult shape) {
    return Long.parseLong(shape.group(1)) * Long.parseLong(shape.group(2));
  }
}
