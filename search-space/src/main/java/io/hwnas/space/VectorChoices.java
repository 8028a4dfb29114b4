package io.hwnas.space;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Choices as numbers that are not boxed, equal to any list of the same. The hash is computed once,
 * for a search looks each vector up many times.
 */
final class VectorChoices extends AbstractList<Integer> implements RandomAccess {
  private final int[] values;
  private final int hash;

  /** Takes the array, which must not change any more. */
  VectorChoices(int[] values) {
    this.values = values;
    this.hash = Arrays.hashCode(values);
  }

  static VectorChoices copyOf(List<Integer> choices) {
    return choices instanceof VectorChoices already
        ? already
        : new VectorChoices(choices.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns the array itself, for reading. */
  int[] values() {
    return values;
  }

  @Override
  public Integer get(int place) {
    return values[place];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorChoices choices
        ? hash == choices.hash && Arrays.equals(values, choices.values)
        : super.equals(other);
  }
}
