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
    Integer[] boxed = new Integer[choices.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = choices[i];
    }
    return new DecisionVector(List.of(boxed));
  }

  /**
   * Returns the choices.
   *
   * @return a new array of them
   */
  public int[] toArray() {
    int[] array = new int[choices.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = choices.get(i);
    }
    return array;
  }
}
