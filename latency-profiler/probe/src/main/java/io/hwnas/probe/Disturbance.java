package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.List;

/**
 * What else went on while a network was profiled.
 *
 * @param discardedRuns runs that were made beyond those that count, because something else used the
 *     core
 * @param disturbedRuns runs that count although something else used the core, because that lasted
 * @param otherCores how many processors other programs kept busy meanwhile, on average; 0 where the
 *     operating system does not tell
 */
public record Disturbance(int discardedRuns, int disturbedRuns, double otherCores) {
  /** How many values it is recorded as. */
  static final int VALUES = 3;

  private static final double MOST_RUNS = 1e9;
  private static final double MOST_CORES = 1e5;

  /** Nothing else. */
  public static final Disturbance NONE = new Disturbance(0, 0, 0);

  /** Checks the ranges. */
  public Disturbance {
    Require.atLeast("discarded runs", discardedRuns, 0);
    Require.atLeast("disturbed runs", disturbedRuns, 0);
    Require.notNegative("other cores", otherCores);
  }

  /** Sums up visits of some runs for warm-up each. */
  static Disturbance of(List<UndisturbedRuns> visits, int warmUpRuns, double otherCores) {
    int made = visits.stream().mapToInt(visit -> visit.all().size() - warmUpRuns).sum();
    int kept = visits.stream().mapToInt(visit -> visit.kept().size()).sum();
    int quiet = visits.stream().mapToInt(visit -> visit.quietMillis().size()).sum();
    return new Disturbance(made - kept, kept - quiet, otherCores);
  }

  List<Double> values() {
    return List.of((double) discardedRuns, (double) disturbedRuns, otherCores);
  }

  /** Reads what {@link #values} gives, which has been checked. */
  static Disturbance of(List<Double> values) {
    return new Disturbance(values.get(0).intValue(), values.get(1).intValue(), values.get(2));
  }

  /** Checks values that come from outside. */
  static void check(List<Double> values) {
    for (double runs : values.subList(0, 2)) {
      if (!(runs >= 0 && runs <= MOST_RUNS && runs == Math.rint(runs))) {
        throw new InvalidInputException("the number of disturbed runs cannot be " + runs);
      }
    }
    if (!(values.get(2) >= 0 && values.get(2) <= MOST_CORES)) {
      throw new InvalidInputException(
          "the number of processors that others used cannot be " + values.get(2));
    }
  }
}
