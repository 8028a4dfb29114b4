package io.hwnas.benchmarks;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.TensorShape;
import java.util.List;
import java.util.random.RandomGenerator;

/** Answers of two runtimes to one image. */
final class Answers {
  private Answers() {}

  /** An image [1, C, H, W] of normal values. */
  static FloatTensor image(TensorShape shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(List.of(1, shape.channels(), shape.height(), shape.width()), values);
  }

  /** The largest difference over the largest expected value; NaN where a value is none. */
  static double error(float[] expected, float[] found) {
    if (expected.length != found.length) {
      throw new IllegalArgumentException(found.length + " answers, not " + expected.length);
    }
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs((double) expected[i] - found[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return difference / largest;
  }
}
