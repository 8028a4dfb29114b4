package io.hwnas.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Repeats runs that were disturbed, a limited number of times, and chooses which runs count.
 *
 * <p>On a busy machine a run is often put off the processor for longer than it takes; such runs are
 * left out, because a table must hold on a quiet machine too. Where all are disturbed the fastest
 * count.
 */
final class UndisturbedRuns {
  private static final int TRIES_PER_RUN = 5;

  /**
   * The runs that were made and those that count.
   *
   * @param all every run, in order
   * @param kept indexes of the runs that count, in order
   */
  record Choice(List<RunTime> all, List<Integer> kept) {
    List<Double> keptMillis() {
      return kept.stream().map(run -> all.get(run).millis()).toList();
    }

    int repeated() {
      return all.size() - kept.size();
    }
  }

  private UndisturbedRuns() {}

  /** Makes runs until as many as are wanted were undisturbed, or the tries are used up. */
  static Choice make(Supplier<RunTime> network, int wanted) {
    List<RunTime> all = new ArrayList<>();
    int undisturbed = 0;
    while (undisturbed < wanted && all.size() < wanted * TRIES_PER_RUN) {
      RunTime run = network.get();
      all.add(run);
      undisturbed += run.disturbed() ? 0 : 1;
    }
    List<Integer> kept =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer run) -> all.get(run).disturbed())
                    .thenComparing(run -> all.get(run).disturbed() ? all.get(run).millis() : 0))
            .limit(wanted)
            .sorted()
            .toList();
    return new Choice(all, kept);
  }
}
