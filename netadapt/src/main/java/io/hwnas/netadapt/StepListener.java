package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import java.util.function.Supplier;

/** Hears of the network that each step led to. */
@FunctionalInterface
public interface StepListener {
  /** Does nothing. */
  StepListener NONE = (step, network, weights) -> {};

  /**
   * Hears of a step, of each again when a run is resumed.
   *
   * @param step the step
   * @param network the network that it led to
   * @param weights finds its weights, which may take as long as its fine-tuning
   */
  void taken(NetAdaptStep step, Architecture network, Supplier<Weights> weights);

  /**
   * Returns a listener that tells two.
   *
   * @param other hears after this one
   * @return both
   */
  default StepListener and(StepListener other) {
    return (step, network, weights) -> {
      taken(step, network, weights);
      other.taken(step, network, weights);
    };
  }
}
