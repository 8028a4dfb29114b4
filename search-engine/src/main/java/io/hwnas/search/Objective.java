package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import java.util.Locale;
import java.util.function.Function;

/**
 * One thing that a search wants much or little of.
 *
 * @param name unique name, also of the scores in the store, such as {@code accuracy} or {@code
 *     latencyMillis}
 * @param direction which way it gets better
 * @param unit unit of the value for people, such as {@code ms}; empty for a fraction or a count
 * @param effort whether it may be asked of every network that is only considered
 * @param measure answers for networks
 */
public record Objective(
    String name, Direction direction, String unit, Effort effort, Measure measure) {
  /** From here on values are written out, never as powers of ten. */
  private static final double GROUPED = 1e4;

  /** Below this whole numbers are exact, such as numbers of multiply-adds. */
  private static final double EXACT = 1e15;

  private static final int DIGITS = 4;
  private static final int MOST_DIGITS = 17;

  /** What one question costs. */
  public enum Effort {
    /** Microseconds to milliseconds: asked of every network considered, by one thread. */
    CHEAP,
    /** Trains or runs the network: asked only of networks that the cheap constraints let pass. */
    COSTLY
  }

  /** Checks that there is a name. */
  public Objective {
    if (name.isBlank()) {
      throw new InvalidInputException("an objective needs a name");
    }
  }

  /**
   * Returns an objective that is asked of every network considered, such as a predicted latency.
   *
   * @param name unique name
   * @param direction which way it gets better
   * @param unit unit of the value
   * @param function answers for an architecture
   * @return the objective
   */
  public static Objective cheap(
      String name, Direction direction, String unit, Function<Architecture, Estimate> function) {
    return ofNetwork(
        name, direction, unit, Effort.CHEAP, network -> function.apply(network.architecture()));
  }

  /**
   * Returns an objective that is asked only of networks within the cheap constraints, such as
   * accuracy.
   *
   * @param name unique name
   * @param direction which way it gets better
   * @param unit unit of the value
   * @param function answers for an architecture
   * @return the objective
   */
  public static Objective costly(
      String name, Direction direction, String unit, Function<Architecture, Estimate> function) {
    return ofNetwork(
        name, direction, unit, Effort.COSTLY, network -> function.apply(network.architecture()));
  }

  /**
   * Returns an objective that is asked about a network's decisions, without its architecture being
   * built, such as a compiled table.
   *
   * @param name unique name
   * @param direction which way it gets better
   * @param unit unit of the value
   * @param effort whether it may be asked of every network that is only considered
   * @param measure answers for networks
   * @return the objective
   */
  public static Objective ofNetwork(
      String name, Direction direction, String unit, Effort effort, Measure measure) {
    return new Objective(name, direction, unit, effort, measure);
  }

  /** Returns the value as a person reads it, such as {@code 0.31 ms}. */
  String text(double value) {
    return text(value, DIGITS);
  }

  /** Returns the value with as many digits as it takes to tell it from another. */
  String textBeside(double value, double other) {
    int digits = DIGITS;
    while (digits < MOST_DIGITS
        && value != other
        && text(value, digits).equals(text(other, digits))) {
      digits++;
    }
    return text(value, digits);
  }

  private String text(double value, int digits) {
    double size = Math.abs(value);
    String number;
    if (value == Math.rint(value) && size < EXACT) {
      number = String.format(Locale.ROOT, "%,.0f", value);
    } else if (size >= GROUPED) {
      int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
      number = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    } else {
      number = String.format(Locale.ROOT, "%." + digits + "g", value);
    }
    if (number.contains(".") && !number.contains("e")) {
      number = number.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
