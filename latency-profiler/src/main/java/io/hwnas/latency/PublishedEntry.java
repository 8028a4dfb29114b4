package io.hwnas.latency;

import io.hwnas.space.yaml.YamlNode;

/**
 * What a published table says of one part of a network.
 *
 * @param count how many times it was measured
 * @param meanMillis the mean of these times, in milliseconds
 * @param variance square of their standard deviation, in square milliseconds; 0 where the table
 *     does not say
 */
public record PublishedEntry(int count, double meanMillis, double variance) {
  private static final double MOST_MILLIS = 1e7;
  private static final int MOST_COUNT = 1_000_000_000;

  static PublishedEntry read(String key, YamlNode node) {
    node.allowOnly("count", "mean", "std", "var");
    int count = node.required("count").asInt(1, MOST_COUNT);
    double spread = node.optional("std").map(std -> std.asDouble(0, MOST_MILLIS)).orElse(0.0);
    double variance =
        node.optional("var").map(var -> var.asDouble(0, MOST_MILLIS)).orElse(spread * spread);
    YamlNode mean = node.required("mean");
    double millis = mean.asDouble(0, MOST_MILLIS);
    if (millis < Rounding.LEAST_MILLIS) {
      throw mean.error(
          "the mean of '%s' must be positive, not %s: a part that takes no time was not measured"
              .formatted(key, mean.asString()));
    }
    return new PublishedEntry(count, millis, variance);
  }

  /**
   * Returns how far apart the times lie.
   *
   * @return their standard deviation in milliseconds; 0 where the table does not say
   */
  public double spreadMillis() {
    return Math.sqrt(variance);
  }

  /** Returns the square of the mean's standard error. */
  double errorVariance() {
    return variance / count;
  }

  /** Returns this as the guess of something like it, which may be off by all of it. */
  PublishedEntry asGuess() {
    return new PublishedEntry(1, meanMillis, errorVariance() + meanMillis * meanMillis);
  }
}
