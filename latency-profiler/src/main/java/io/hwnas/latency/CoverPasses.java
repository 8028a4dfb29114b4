package io.hwnas.latency;

import io.hwnas.latency.ContextProfiler.Observation;
import io.hwnas.latency.TableBuild.Stop;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Profiles cover networks pass by pass until their blocks are known well enough, or time is up.
 *
 * <p>How long each pass took is recorded, so that a replayed build ends where the first did.
 */
final class CoverPasses {
  /**
   * What came of it.
   *
   * @param entries the entry of each block
   * @param observations what they were made of
   * @param stop why no other pass was made
   * @param passes how many were made
   * @param seconds how long they took
   */
  record Result(
      SortedMap<String, LatencyEntry> entries,
      List<Observation> observations,
      Stop stop,
      int passes,
      double seconds) {}

  private final ContextProfiler profiler;
  private final MeasurementLog log;
  private final TableProtocol protocol;
  private final LongSupplier nanoClock;
  private final Predicate<String> wanted;

  /**
   * Prepares passes.
   *
   * @param wanted tells by their keys which blocks must be known well enough
   */
  CoverPasses(
      ContextProfiler profiler,
      MeasurementLog log,
      TableProtocol protocol,
      LongSupplier nanoClock,
      Predicate<String> wanted) {
    this.profiler = profiler;
    this.log = log;
    this.protocol = protocol;
    this.nanoClock = nanoClock;
    this.wanted = wanted;
  }

  /** Makes the passes. */
  Result make(List<LayerGraph> covers, long seed, ProgressListener progress) {
    List<Observation> observations = new ArrayList<>();
    double seconds = 0;
    for (int pass = 0; ; pass++) {
      long start = nanoClock.getAsLong();
      observations.addAll(profiler.observe(covers, seed, pass, progress));
      if (log.recall(secondsKey(pass)).isEmpty()) {
        record(log, pass, (nanoClock.getAsLong() - start) / 1e9);
      }
      seconds += log.recall(secondsKey(pass)).orElseThrow().get(0);
      SortedMap<String, LatencyEntry> entries = CoverEntries.of(covers, observations);
      Optional<Stop> stop = stop(entries, pass + 1, seconds);
      if (stop.isPresent()) {
        return new Result(
            entries, List.copyOf(observations), stop.get(), pass + 1, Rounding.figures(seconds));
      }
    }
  }

  private SortedMap<String, LatencyEntry> asked(SortedMap<String, LatencyEntry> entries) {
    SortedMap<String, LatencyEntry> asked = new TreeMap<>(entries);
    asked.keySet().removeIf(wanted.negate());
    return asked;
  }

  /** Records how long a pass took. */
  static void record(MeasurementLog log, int pass, double seconds) {
    log.record(secondsKey(pass), List.of(seconds));
  }

  private static String secondsKey(int pass) {
    return "pass-seconds/" + pass;
  }

  private Optional<Stop> stop(SortedMap<String, LatencyEntry> entries, int passes, double seconds) {
    Optional<StoppingRule> rule = protocol.stopping();
    if (rule.isPresent()
        && passes >= StoppingRule.LEAST_PASSES
        && CoverEntries.precision(asked(entries)) <= rule.get().precision()) {
      return Optional.of(Stop.PRECISE);
    }
    if (passes >= protocol.passes()) {
      return Optional.of(Stop.ALL_PASSES);
    }
    double withAnother = seconds * (passes + 1) / passes;
    return rule.isPresent() && withAnother > rule.get().timeLimitSeconds()
        ? Optional.of(Stop.TIME_LIMIT)
        : Optional.empty();
  }
}
