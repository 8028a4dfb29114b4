package io.hwnas.benchmarks;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** A mean over seeds with its 95 % interval (Student's t). */
final class MeanInterval {
  private static final double TWO_SIDED = 0.975;

  private final DescriptiveStatistics sample;

  MeanInterval(DoubleStream values) {
    sample = new DescriptiveStatistics(values.toArray());
  }

  double mean() {
    return sample.getMean();
  }

  double least() {
    return sample.getMin();
  }

  double greatest() {
    return sample.getMax();
  }

  /** Returns the mean and, of two values or more, the interval. */
  String text() {
    long n = sample.getN();
    String mean = String.format(Locale.ROOT, "%+.4f", mean());
    if (n < 2) {
      return mean;
    }
    double half =
        new TDistribution(n - 1).inverseCumulativeProbability(TWO_SIDED)
            * sample.getStandardDeviation()
            / Math.sqrt(n);
    return mean
        + String.format(
            Locale.ROOT, ", paired 95 %% interval %+.4f to %+.4f", mean() - half, mean() + half);
  }
}
