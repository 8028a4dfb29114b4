package io.hwnas.search.rl;

/**
 * One list of choices that a controller drew.
 *
 * @param choices one choice for each decision
 * @param logProbabilities natural logarithm of the probability that each choice was drawn with
 */
public record Episode(int[] choices, float[] logProbabilities) {
  static Episode of(int decisions) {
    return new Episode(new int[decisions], new float[decisions]);
  }
}
