package io.hwnas.space;

import java.util.List;

/**
 * One choice for each decision of a {@link SearchSpace}: all that a search algorithm sees of an
 * architecture.
 *
 * @param choices index of the chosen option of each decision, in the order of {@link
 *     SearchSpace#decisions()}
 */
public record DecisionVector(List<Integer> choices) {
  /** Copies the list. */
  public DecisionVector {
    choices = List.copyOf(choices);
  }

  /**
   * Makes a vector of single choices.
   *
   * @param choices index of the chosen option of each decision
   * @return the vector
   */
  public static DecisionVector of(int... choices) {
    return new DecisionVector(java.util.Arrays.stream(choices).boxed().toList());
  }
}
