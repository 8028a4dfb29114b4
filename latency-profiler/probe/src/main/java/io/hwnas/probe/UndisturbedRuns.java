package io.hwnas.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The runs of a visit, and which of them count.
 *
 * <p>A disturbed run says little of a network, because a table must hold on a quiet machine too: it
 * counts only where there are too few others, the fastest first.
 *
 * @param all every run, in order
 * @param kept indexes of the runs that count, in order
 */
record UndisturbedRuns(List<RunTime> all, List<Integer> kept) {
  /** Copies the lists. */
  UndisturbedRuns {
    all = List.copyOf(all);
    kept = List.copyOf(kept);
  }

  /** Chooses from the runs after the first few, of which there are as many as are wanted. */
  static UndisturbedRuns choose(List<RunTime> all, int first, int wanted) {
    List<Integer> kept = new ArrayList<>();
    IntStream.range(first, all.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer run) -> all.get(run).disturbed())
                .thenComparing(run -> all.get(run).disturbed() ? all.get(run).millis() : 0))
        .limit(wanted)
        .sorted()
        .forEach(kept::add);
    return new UndisturbedRuns(all, kept);
  }

  /** The times of those that count, in milliseconds. */
  List<Double> keptMillis() {
    return kept.stream().map(run -> all.get(run).millis()).toList();
  }

  /** The times of those that count and were not disturbed, in milliseconds. */
  List<Double> quietMillis() {
    return kept.stream()
        .map(all::get)
        .filter(run -> !run.disturbed())
        .map(RunTime::millis)
        .toList();
  }

  /** For each run whether it counts. */
  List<Boolean> keptFlags() {
    return IntStream.range(0, all.size()).mapToObj(kept::contains).toList();
  }
}
