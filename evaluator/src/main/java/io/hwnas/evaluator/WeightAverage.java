package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;

/** The exponential moving average of weights, less inert in the first steps. */
final class WeightAverage implements AutoCloseable {
  private static final String PREFIX = "average/";

  private final double kept;
  private final List<FlatTensors> followed;
  private final List<FlatTensors> averages;

  WeightAverage(double kept, List<FlatTensors> followed) {
    this.kept = kept;
    this.followed = List.copyOf(followed);
    this.averages = followed.stream().map(f -> new FlatTensors(f.parameters())).toList();
  }

  /** Takes in the weights after a step; the first step's become the average. */
  void update(long step) {
    double weight = RunningMean.weight(1 - kept, step);
    NativeScope.runWithoutGradients(
        () -> {
          for (int i = 0; i < averages.size(); i++) {
            averages.get(i).flat().lerp_(followed.get(i).flat(), new Scalar(weight));
          }
        });
  }

  /** Returns the averages of all. */
  List<FlatTensors> all() {
    return averages;
  }

  /** Returns the average of one of the followed. */
  FlatTensors of(int index) {
    return averages.get(index);
  }

  Weights weights() {
    Map<String, FloatTensor> read = new LinkedHashMap<>();
    averages.forEach(average -> average.readInto(read, ""));
    return Weights.of(read);
  }

  void save(Map<String, FloatTensor> target) {
    averages.forEach(average -> average.readInto(target, PREFIX));
  }

  void restore(Weights saved) {
    averages.forEach(average -> average.fill(name -> saved.get(PREFIX + name)));
  }

  @Override
  public void close() {
    averages.forEach(FlatTensors::close);
  }
}
