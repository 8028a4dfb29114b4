package io.hwnas.search;

import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;

/**
 * A network that objectives are asked about: its decisions, and its architecture for those that ask
 * for it.
 *
 * @param space the space it is of
 * @param decisions its canonical vector
 */
public record Network(SearchSpace space, DecisionVector decisions) {
  /**
   * Builds the architecture.
   *
   * @return what the decisions stand for
   */
  public Architecture architecture() {
    return space.decode(decisions);
  }
}
