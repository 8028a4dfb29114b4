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
    choices = VectorChoices.copyOf(choices);
  }

  /**
   * Makes a vector of single choices.
   *
   * @param choices index of the chosen option of each decision
   * @return the vector
   */
  public static DecisionVector of(int... choices) {
    return new DecisionVector(new VectorChoices(choices.clone()));
  }

  /**
   * Returns the choices.
   *
   * @return a new array of them
   */
  public int[] toArray() {
    return values().clone();
  }

  /** Returns the choices themselves, for reading. */
  int[] values() {
    return ((VectorChoices) choices).values();
  }
}
