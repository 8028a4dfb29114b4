package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.List;

/**
 * Carries out measuring tasks, each once: what a log recalls is not measured again. A task during
 * which a clock jumped is measured anew, a few times.
 *
 * @param runtime what runs the networks
 * @param log what remembers the values
 * @param clocks the clocks of the machine that runs them
 */
public record Measurer(InferenceRuntime runtime, MeasurementLog log, MachineClocks clocks) {
  /**
   * Creates a measurer on this machine.
   *
   * @param runtime what runs the networks
   * @param log what remembers the values
   */
  public Measurer(InferenceRuntime runtime, MeasurementLog log) {
    this(runtime, log, MachineClocks.SYSTEM);
  }

  /**
   * Finds out what a task measures.
   *
   * @param task the task
   * @return the values of each network, recalled, or measured, checked and recorded
   * @throws InvalidInputException if a measured value cannot be, or a clock jumped each time that
   *     the task was measured; then nothing of it is recorded
   */
  public List<List<Double>> values(MeasuringTask task) {
    GroupLog groups = new GroupLog(log);
    return groups
        .recall(task.key(), task.networks().size())
        .orElseGet(
            () -> {
              List<List<Double>> measured =
                  clocks.whileSteady(task.key(), () -> task.measure(runtime));
              for (int i = 0; i < measured.size(); i++) {
                check(task, i, measured.get(i));
              }
              groups.record(task.key(), measured);
              return measured;
            });
  }

  private static void check(MeasuringTask task, int network, List<Double> values) {
    try {
      task.check(network, values);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "%s, network %s: %s"
              .formatted(task.key(), task.networks().get(network).name(), e.getMessage()),
          e);
    }
  }
}
