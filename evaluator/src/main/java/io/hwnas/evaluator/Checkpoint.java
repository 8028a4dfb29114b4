package io.hwnas.evaluator;

import io.hwnas.export.Weights;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that training needs to go on from a step as if it had never stopped.
 *
 * @param step steps done
 * @param tensors parameters and the optimiser's state, by name
 * @param metadata what the state belongs to, compared on resume; by key
 */
public record Checkpoint(long step, Weights tensors, Map<String, String> metadata) {
  /** Copies the map. */
  public Checkpoint {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
