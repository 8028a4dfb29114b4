package io.hwnas.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Visits loaded networks while the core is theirs alone, as far as patience goes: a visit before or
 * after which the sentinel was disturbed is made again.
 */
final class Visits {
  /** How many times as long as the visits that count others may take. */
  private static final double PATIENCE = 5;

  /** What others may take beside that, in milliseconds. */
  private static final double FIRST_PATIENCE_MILLIS = 50;

  private final Sentinel sentinel;
  private double countedMillis;
  private double repeatedMillis;

  Visits(Sentinel sentinel) {
    this.sentinel = sentinel;
  }

  /**
   * What was run on a visit.
   *
   * @param all every run, in order, of visits made again and for warm-up too
   * @param kept for each of them whether it counts
   * @param repeated how many runs beyond those asked for were made
   * @param disturbed whether the sentinel was disturbed nevertheless
   */
  record Visit(List<RunTime> all, List<Boolean> kept, int repeated, boolean disturbed) {
    List<Double> keptMillis() {
      List<Double> millis = new ArrayList<>();
      for (int run = 0; run < all.size(); run++) {
        if (kept.get(run)) {
          millis.add(all.get(run).millis());
        }
      }
      return millis;
    }
  }

  /** Visits a network. */
  Visit visit(LoadedNetwork network, int warmUpRuns, int runs) {
    List<RunTime> all = new ArrayList<>();
    while (true) {
      boolean disturbed = sentinel.isDisturbed();
      int from = all.size();
      for (int run = 0; run < warmUpRuns; run++) {
        all.add(network.run());
      }
      UndisturbedRuns.Choice choice = UndisturbedRuns.make(network::run, runs);
      int counted = all.size();
      all.addAll(choice.all());
      disturbed |= sentinel.isDisturbed();
      double millis = all.subList(from, all.size()).stream().mapToDouble(RunTime::millis).sum();
      if (disturbed && hasPatience(millis)) {
        repeatedMillis += millis;
        continue;
      }
      countedMillis += millis;
      List<Boolean> kept = new ArrayList<>(Collections.nCopies(all.size(), false));
      choice.kept().forEach(run -> kept.set(counted + run, true));
      return new Visit(all, kept, from + choice.repeated(), disturbed);
    }
  }

  private boolean hasPatience(double millis) {
    return repeatedMillis + millis <= FIRST_PATIENCE_MILLIS + PATIENCE * (countedMillis + millis);
  }
}
