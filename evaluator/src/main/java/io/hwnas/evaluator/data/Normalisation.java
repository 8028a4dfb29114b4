package io.hwnas.evaluator.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Per-channel constants that bring samples to zero mean and unit deviation.
 *
 * <p>A sample {@code s} (0 to 255) of channel {@code c} becomes {@code (s / 255 − mean[c]) /
 * deviation[c]}.
 *
 * @param mean per channel, of samples scaled to 0…1
 * @param deviation per channel, of samples scaled to 0…1; positive
 */
public record Normalisation(List<Double> mean, List<Double> deviation) {
  private static final double SMALLEST_DEVIATION = 1.0 / 255;

  /**
   * Checks that there is one mean and one positive deviation a channel.
   *
   * @throws IllegalArgumentException if there is not
   */
  public Normalisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "there must be one mean and one deviation a channel, got %s and %s"
              .formatted(mean, deviation));
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> Double.isFinite(d) && d > 0)) {
      throw new IllegalArgumentException(
          "means must be finite and deviations positive, got %s and %s".formatted(mean, deviation));
    }
  }

  /**
   * Takes the statistics of a training set.
   *
   * <p>A channel that hardly varies gets one step of 255 as its deviation.
   *
   * @param training the images that weights will be fitted to
   * @return mean and population deviation of each channel over all its pixels
   */
  public static Normalisation of(TrainingSet training) {
    ImageSet images = training.images();
    long[][] counts = new long[images.channels()][256];
    byte[] samples = new byte[images.bytesPerImage()];
    for (int i = 0; i < images.size(); i++) {
      images.copyImage(i, samples, 0);
      for (int s = 0; s < samples.length; s++) {
        counts[s % images.channels()][samples[s] & 0xff]++;
      }
    }
    double pixels = (double) images.size() * images.height() * images.width();
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (long[] histogram : counts) {
      double mean = 0;
      for (int value = 0; value < 256; value++) {
        mean += histogram[value] / pixels * (value / 255.0);
      }
      double variance = 0;
      for (int value = 0; value < 256; value++) {
        double distance = value / 255.0 - mean;
        variance += histogram[value] / pixels * distance * distance;
      }
      means.add(mean);
      deviations.add(Math.max(SMALLEST_DEVIATION, Math.sqrt(variance)));
    }
    return new Normalisation(means, deviations);
  }

  /**
   * Normalises one sample.
   *
   * @param sample 0 to 255
   * @param channel the channel it belongs to, from 0
   * @return the network's input
   */
  public float apply(int sample, int channel) {
    return (float) ((sample / 255.0 - mean.get(channel)) / deviation.get(channel));
  }
}
