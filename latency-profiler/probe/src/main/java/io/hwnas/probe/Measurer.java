package io.hwnas.probe;

import java.util.List;

/**
 * Carries out measuring tasks, each once: what a log recalls is not measured again.
 *
 * @param runtime what runs the networks
 * @param log what remembers the values
 */
public record Measurer(InferenceRuntime runtime, MeasurementLog log) {
  /**
   * Finds out what a task measures.
   *
   * @param task the task
   * @return the values of each network, recalled, or measured and recorded
   */
  public List<List<Double>> values(MeasuringTask task) {
    GroupLog groups = new GroupLog(log);
    return groups
        .recall(task.key(), task.networks().size())
        .orElseGet(
            () -> {
              List<List<Double>> measured = task.measure(runtime);
              groups.record(task.key(), measured);
              return measured;
            });
  }
}
