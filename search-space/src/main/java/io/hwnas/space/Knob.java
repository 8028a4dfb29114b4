package io.hwnas.space;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One property of a space and the values it may have, from least to greatest where they have an
 * order; a single value is no decision.
 */
record Knob<T>(String name, List<T> values) {
  Knob {
    values = List.copyOf(values);
  }

  boolean open() {
    return values.size() > 1;
  }

  BigInteger count() {
    return BigInteger.valueOf(values.size());
  }

  /** Returns a knob of the distinct values that a function makes of these. */
  Knob<T> mapped(UnaryOperator<T> function) {
    return new Knob<>(name, values.stream().map(function).distinct().toList());
  }

  T largest() {
    return values.get(values.size() - 1);
  }

  Decision decision() {
    return new Decision(name, words());
  }

  /** Returns the values as files write them. */
  List<String> words() {
    return values.stream().map(Knob::text).toList();
  }

  /** Returns the index of the first value that fits. */
  Optional<Integer> find(Predicate<T> fits) {
    for (int i = 0; i < values.size(); i++) {
      if (fits.test(values.get(i))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static String text(Object value) {
    if (value instanceof Nonlinearity nonlinearity) {
      return nonlinearity.label();
    }
    return value.toString();
  }
}
