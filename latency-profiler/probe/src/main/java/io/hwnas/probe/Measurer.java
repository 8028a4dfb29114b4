package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
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
  private static final int MOST_TRIES = 3;

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
              List<List<Double>> measured = measure(task);
              for (int i = 0; i < measured.size(); i++) {
                check(task, i, measured.get(i));
              }
              groups.record(task.key(), measured);
              return measured;
            });
  }

  private List<List<Double>> measure(MeasuringTask task) {
    double jumpSeconds = 0;
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      List<List<Double>> measured = new ArrayList<>();
      jumpSeconds = clocks.jumpSeconds(() -> measured.addAll(task.measure(runtime)));
      if (jumpSeconds == 0) {
        return measured;
      }
    }
    throw new InvalidInputException(
        "%s: the clock jumped each of %d times that this was measured, lastly by %.1f s against the monotonic clock; let nothing set the time or suspend the machine meanwhile, and measure again"
            .formatted(task.key(), MOST_TRIES, jumpSeconds));
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
