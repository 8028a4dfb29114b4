package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * One session of timing networks in turn, without a profiler.
 *
 * <p>The values of a network are the number of runs that were disturbed and therefore repeated or
 * left out, then the milliseconds of each run that counts.
 *
 * @param key what the values are recorded under
 * @param networks the networks
 * @param visits times that each is visited
 * @param warmUpRuns untimed runs at the start of each visit
 * @param timedRuns timed runs of each visit
 */
public record TimingTask(
    String key, List<TimedNetwork> networks, int visits, int warmUpRuns, int timedRuns)
    implements MeasuringTask {
  /** Share of a network's runs that must be undisturbed for the others to be left out. */
  private static final double LEAST_UNDISTURBED = 0.25;

  /** A nanosecond: no network or block takes less. */
  private static final double LEAST_MILLIS = 1e-6;

  private static final double MOST_MILLIS = 3_600_000;
  private static final double MOST_RUNS = 1e9;

  /** Copies the list and checks the ranges. */
  public TimingTask {
    networks = List.copyOf(networks);
    Require.atLeast("visits", visits, 1);
    Require.atLeast("warm-up runs", warmUpRuns, 0);
    Require.atLeast("timed runs", timedRuns, 1);
  }

  @Override
  public List<List<Double>> measure(InferenceRuntime runtime) {
    List<LoadedNetwork> loaded = new ArrayList<>();
    try (Sentinel sentinel = Sentinel.open(runtime)) {
      Visits watched = new Visits(sentinel);
      networks.forEach(network -> loaded.add(runtime.load(network)));
      List<List<UndisturbedRuns>> made = new ArrayList<>();
      loaded.forEach(network -> made.add(new ArrayList<>()));
      for (int visit = 0; visit < visits; visit++) {
        for (int i = 0; i < loaded.size(); i++) {
          made.get(i).add(watched.visit(loaded.get(i), warmUpRuns, timedRuns));
        }
      }
      boolean mayChoose = made.stream().allMatch(TimingTask::hasEnoughUndisturbed);
      return made.stream().map(all -> runs(all, mayChoose)).toList();
    } finally {
      loaded.forEach(LoadedNetwork::close);
    }
  }

  private static boolean hasEnoughUndisturbed(List<UndisturbedRuns> visits) {
    int kept = visits.stream().mapToInt(visit -> visit.kept().size()).sum();
    int undisturbed = visits.stream().mapToInt(visit -> visit.quietMillis().size()).sum();
    return undisturbed >= LEAST_UNDISTURBED * kept;
  }

  /** The number of runs made beyond those that count, then those that count. */
  private List<Double> runs(List<UndisturbedRuns> visits, boolean onlyUndisturbed) {
    int made = 0;
    List<Double> runs = new ArrayList<>();
    for (UndisturbedRuns visit : visits) {
      made += visit.all().size() - warmUpRuns;
      runs.addAll(onlyUndisturbed ? visit.quietMillis() : visit.keptMillis());
    }
    runs.add(0, (double) (made - runs.size()));
    return runs;
  }

  @Override
  public void check(int network, List<Double> values) {
    if (values.size() < 2 || values.size() > 1 + visits * timedRuns) {
      throw new InvalidInputException(
          "%d values; there must be the number of repeated runs, then 1 to %d times"
              .formatted(values.size(), visits * timedRuns));
    }
    if (!(values.get(0) >= 0 && values.get(0) <= MOST_RUNS)) {
      throw new InvalidInputException("the number of repeated runs cannot be " + values.get(0));
    }
    values.subList(1, values.size()).forEach(millis -> checkMillis("a run", millis));
  }

  /** Checks that a time is one. */
  static void checkMillis(String what, double millis) {
    if (!(millis >= LEAST_MILLIS && millis <= MOST_MILLIS)) {
      throw new InvalidInputException(
          "%s took %s ms, which cannot be: the clock has jumped; measure again"
              .formatted(what, millis));
    }
  }
}
