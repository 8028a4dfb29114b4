package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import java.util.List;

/**
 * A network shrunk to its budget, before long-term fine-tuning.
 *
 * @param architecture the architecture, under its first name
 * @param weights its weights after the last step's short-term fine-tuning
 * @param latencyMillis its predicted latency in milliseconds
 * @param accuracy its validation accuracy
 * @param tunings how many short-term fine-tunings its weights have seen, one after the other
 * @param steps how it came about; empty where the network was within the budget from the start
 */
public record NetAdaptResult(
    Architecture architecture,
    Weights weights,
    double latencyMillis,
    double accuracy,
    int tunings,
    List<NetAdaptStep> steps) {
  /** Copies the list. */
  public NetAdaptResult {
    steps = List.copyOf(steps);
  }

  /**
   * Tells whether the network was within the budget from the start.
   *
   * @return whether there was nothing to do
   */
  public boolean nothingToDo() {
    return steps.isEmpty();
  }
}
