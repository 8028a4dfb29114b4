package io.hwnas.latency;

import io.hwnas.latency.ContextProfiler.Observation;
import io.hwnas.probe.Disturbance;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.Require;
import java.util.List;
import java.util.Optional;

/**
 * How far a measuring was disturbed by something else on the machine.
 *
 * @param discardedProfileRuns runs of profiled networks that were made again because of it
 * @param share the share of these networks' runs, or of the calibration's, whichever is larger,
 *     that met something else, whether they were made again or count nevertheless
 * @param otherCores how many processors other programs kept busy meanwhile, on average; 0 where the
 *     operating system does not tell
 */
public record BuildDisturbance(int discardedProfileRuns, double share, double otherCores) {
  /** A quiet machine's share stays below. */
  private static final double MOST_SHARE = 0.1;

  /** What an idle desktop does by itself stays below. */
  private static final double MOST_CORES = 0.25;

  /** Checks the ranges. */
  public BuildDisturbance {
    Require.atLeast("discarded profile runs", discardedProfileRuns, 0);
    Require.notNegative("disturbed share", share);
    Require.notNegative("other cores", otherCores);
  }

  /**
   * Sums up a measuring.
   *
   * @param observations the profiles
   * @param runs how many runs of each count, with the profiler and without
   * @param calibration whole networks
   * @return what disturbed it, or empty where a profile was not watched
   */
  static Optional<BuildDisturbance> of(
      List<Observation> observations, int runs, List<LatencyMeasurement> calibration) {
    List<Disturbance> watched =
        observations.stream().flatMap(seen -> seen.disturbance().stream()).toList();
    if (watched.isEmpty() || watched.size() < observations.size()) {
      return Optional.empty();
    }
    int discarded = watched.stream().mapToInt(Disturbance::discardedRuns).sum();
    int disturbed = watched.stream().mapToInt(Disturbance::disturbedRuns).sum();
    double all = 2.0 * runs * watched.size() + discarded;
    double repeated = calibration.stream().mapToInt(LatencyMeasurement::repeatedRuns).sum();
    double timed = repeated + calibration.stream().mapToInt(LatencyMeasurement::runs).sum();
    double share = Math.max((discarded + disturbed) / all, repeated == 0 ? 0 : repeated / timed);
    double cores = watched.stream().mapToDouble(Disturbance::otherCores).average().orElseThrow();
    return Optional.of(
        new BuildDisturbance(discarded, Rounding.figures(share), Rounding.figures(cores)));
  }

  /**
   * Tells whether the table should be measured again on a quieter machine, or verified before it is
   * used.
   *
   * @return whether more than a tenth was disturbed, or others used more than a quarter of a core
   */
  public boolean isGrave() {
    return share > MOST_SHARE || otherCores > MOST_CORES;
  }
}
