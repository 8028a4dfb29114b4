package io.hwnas.latency;

import io.hwnas.probe.MeasurementLog;
import java.util.List;
import java.util.Optional;

/** A log of a process that is killed when it is about to record once more than it may. */
final class StoppedLog implements MeasurementLog {
  private final MeasurementLog kept;
  private int left;

  StoppedLog(MeasurementLog kept, int records) {
    this.kept = kept;
    this.left = records;
  }

  @Override
  public Optional<List<Double>> recall(String key) {
    return kept.recall(key);
  }

  @Override
  public void record(String key, List<Double> values) {
    if (left-- == 0) {
      throw new IllegalStateException("the power is cut");
    }
    kept.record(key, values);
  }
}
