package io.hwnas.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Visits loaded networks while the core is theirs alone, as far as patience goes.
 *
 * <p>The sentinel is asked before and after each run, or group of short runs. Where it was
 * disturbed, the runs between are made again: on a busy machine the core is often one's own for
 * milliseconds only, so that a whole visit is rarely undisturbed where single runs are (decision
 * 0017).
 */
final class Visits {
  /** How many times as long as the runs that count others may take. */
  private static final double PATIENCE = 3;

  /** What others may take beside that, in milliseconds. */
  private static final double FIRST_PATIENCE_MILLIS = 50;

  /** Shorter runs share a look at the sentinel, which takes some fifty microseconds. */
  private static final double WATCHED_MILLIS = 1;

  private final Sentinel sentinel;
  private double countedMillis;
  private double repeatedMillis;

  Visits(Sentinel sentinel) {
    this.sentinel = sentinel;
  }

  /** Visits a network; the runs for warm-up are among all runs and do not count. */
  UndisturbedRuns visit(LoadedNetwork network, int warmUpRuns, int wanted) {
    List<RunTime> all = new ArrayList<>();
    for (int run = 0; run < warmUpRuns; run++) {
      all.add(network.run());
    }
    boolean disturbed = sentinel.isDisturbed();
    int undisturbed = 0;
    while (undisturbed < wanted && (all.size() < warmUpRuns + wanted || hasPatience())) {
      List<RunTime> group = group(network, wanted - undisturbed);
      boolean before = disturbed;
      disturbed = sentinel.isDisturbed();
      for (RunTime run : group) {
        boolean shared = run.disturbed() || before || disturbed;
        all.add(new RunTime(run.millis(), shared));
        undisturbed += shared ? 0 : 1;
        count(run.millis(), all.size() > warmUpRuns + wanted);
      }
    }
    return UndisturbedRuns.choose(all, warmUpRuns, wanted);
  }

  private static List<RunTime> group(LoadedNetwork network, int most) {
    List<RunTime> group = new ArrayList<>();
    double millis = 0;
    while (group.isEmpty() || (millis < WATCHED_MILLIS && group.size() < most)) {
      group.add(network.run());
      millis += group.get(group.size() - 1).millis();
    }
    return group;
  }

  private void count(double millis, boolean repeated) {
    if (repeated) {
      repeatedMillis += millis;
    } else {
      countedMillis += millis;
    }
  }

  private boolean hasPatience() {
    return repeatedMillis <= FIRST_PATIENCE_MILLIS + PATIENCE * countedMillis;
  }
}
