package io.hwnas.latency;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights for networks that are only timed: made in a tenth of the time of a proper initialisation,
 * the same every time, and such that activations neither vanish nor grow beyond bounds.
 */
final class MeasurementWeights {
  private static final long MULTIPLIER = 0x5851F42D4C957F2DL;
  private static final long INCREMENT = 0x14057B7EF767814FL;

  private long state = 1;

  private MeasurementWeights() {}

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
      case WEIGHT -> uniform(parameter, 0, Math.sqrt(6.0 / fanIn(parameter)));
      case BIAS, SHIFT, RUNNING_MEAN -> uniform(parameter, 0, 0.2);
      case SCALE, RUNNING_VARIANCE -> uniform(parameter, 1, 0.2);
    };
  }

  private static double fanIn(Parameter weight) {
    return (double) weight.elements() / weight.shape().get(0);
  }

  /** Values around a centre, by Knuth's linear congruential generator. */
  private FloatTensor uniform(Parameter parameter, double centre, double halfWidth) {
    float[] values = new float[Math.toIntExact(parameter.elements())];
    float step = (float) (halfWidth / (1 << 23));
    for (int i = 0; i < values.length; i++) {
      state = state * MULTIPLIER + INCREMENT;
      values[i] = (float) centre + (state >> 40) * step;
    }
    return new FloatTensor(parameter.shape(), values);
  }
}
