package io.hwnas.latency;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights for networks that are only timed: made in a tenth of the time of a proper initialisation,
 * the same every time, and such that activations neither vanish nor grow beyond bounds.
 */
final class MeasurementWeights {
  private static final long MULTIPLIER = 0x5851F42D4C957F2DL;
  private static final long INCREMENT = 0x14057B7EF767814FL;

  /**
   * Weights repeat after so many, a prime, and are of few levels, so that models of many megabytes
   * become small when they are packed for another machine, and yet no two filters are equal.
   */
  private static final int PERIOD = 4093;

  private static final float HALF_OF_THE_LEVELS = 128;

  private final float[] cycle = new float[PERIOD];
  private long state = 1;
  private int position;

  private MeasurementWeights() {
    for (int i = 0; i < PERIOD; i++) {
      cycle[i] = ((next() >> 56) + 0.5f) / HALF_OF_THE_LEVELS;
    }
  }

  static Weights of(LayerGraph graph) {
    MeasurementWeights source = new MeasurementWeights();
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(parameter -> tensors.put(parameter.name(), source.tensor(parameter)));
    return Weights.of(tensors);
  }

  private FloatTensor tensor(Parameter parameter) {
    return switch (parameter.role()) {
      case WEIGHT -> repeated(parameter, Math.sqrt(6.0 / fanIn(parameter)));
      case BIAS, SHIFT, RUNNING_MEAN -> uniform(parameter, 0.2);
      case SCALE, RUNNING_VARIANCE -> ones(parameter);
    };
  }

  private static double fanIn(Parameter weight) {
    return (double) weight.elements() / weight.shape().get(0);
  }

  /** The next values of the cycle, times a factor. */
  private FloatTensor repeated(Parameter parameter, double factor) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) factor * cycle[position];
      position = position + 1 < PERIOD ? position + 1 : 0;
    }
    return new FloatTensor(parameter.shape(), values);
  }

  /** Values around 0. */
  private FloatTensor uniform(Parameter parameter, double halfWidth) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    float step = (float) (halfWidth / (1 << 23));
    for (int i = 0; i < values.length; i++) {
      values[i] = (next() >> 40) * step;
    }
    return new FloatTensor(parameter.shape(), values);
  }

  private static FloatTensor ones(Parameter parameter) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    Arrays.fill(values, 1);
    return new FloatTensor(parameter.shape(), values);
  }

  /** The next number of Knuth's linear congruential generator. */
  private long next() {
    state = state * MULTIPLIER + INCREMENT;
    return state;
  }
}
