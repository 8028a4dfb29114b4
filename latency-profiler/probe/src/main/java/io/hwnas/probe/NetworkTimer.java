package io.hwnas.probe;

import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Times whole networks end to end, interleaved.
 *
 * <p>All networks are loaded and visited round-robin, so that they see the same machine, and all of
 * it again in several sessions, because a freshly loaded network keeps a bias of its own that more
 * runs do not remove. Runs during which something else had the processor, and visits during which
 * something else used the same core, are repeated; where that lasts, they are left out, if every
 * network has undisturbed ones enough. A session's runs are recorded, as one, before they are used.
 */
public final class NetworkTimer {
  /** Share of a network's visits that must be undisturbed for the others to be left out. */
  private static final double LEAST_UNDISTURBED = 0.25;

  private final InferenceRuntime runtime;
  private final GroupLog log;
  private final ProgressListener progress;

  /**
   * Creates a timer that remembers nothing and reports no progress.
   *
   * @param runtime what runs the networks
   */
  public NetworkTimer(InferenceRuntime runtime) {
    this(runtime, MeasurementLog.forgetful(), ProgressListener.SILENT);
  }

  /**
   * Creates a timer.
   *
   * @param runtime what runs the networks
   * @param log what remembers the runs, under {@code time/DIGEST/session-S}, where the digest is of
   *     the names of all networks timed together
   * @param progress hears of each session
   */
  public NetworkTimer(InferenceRuntime runtime, MeasurementLog log, ProgressListener progress) {
    this.runtime = runtime;
    this.log = new GroupLog(log);
    this.progress = progress;
  }

  /**
   * Times networks.
   *
   * @param networks the networks, of distinct names
   * @param protocol how
   * @return one measurement for each network, in their order
   * @throws io.hwnas.space.InvalidInputException if the runtime cannot load one of them
   */
  public List<LatencyMeasurement> measure(List<TimedNetwork> networks, TimingProtocol protocol) {
    if (networks.stream().map(TimedNetwork::name).distinct().count() != networks.size()) {
      throw new IllegalArgumentException("networks to be timed need distinct names");
    }
    List<List<List<Double>>> sessions = new ArrayList<>();
    networks.forEach(network -> sessions.add(new ArrayList<>()));
    for (int session = 0; session < protocol.sessions(); session++) {
      List<List<Double>> runs = session(networks, protocol, session);
      for (int i = 0; i < networks.size(); i++) {
        sessions.get(i).add(runs.get(i));
      }
      progress.update(session + 1, protocol.sessions(), "");
    }
    List<LatencyMeasurement> measurements = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      measurements.add(LatencyMeasurement.of(networks.get(i).name(), sessions.get(i)));
    }
    return List.copyOf(measurements);
  }

  /**
   * One session, recalled or measured and recorded: for each network the number of repeated runs,
   * then the milliseconds of each run that counts.
   */
  private List<List<Double>> session(
      List<TimedNetwork> networks, TimingProtocol protocol, int session) {
    String key = key(networks, session);
    Optional<List<List<Double>>> recalled = log.recall(key, networks.size());
    if (recalled.isPresent()) {
      return recalled.get();
    }
    List<List<Double>> runs = visits(networks, protocol);
    log.record(key, runs);
    return runs;
  }

  private List<List<Double>> visits(List<TimedNetwork> networks, TimingProtocol protocol) {
    List<LoadedNetwork> loaded = new ArrayList<>();
    try (Sentinel sentinel = Sentinel.open(runtime)) {
      Visits watched = new Visits(sentinel);
      networks.forEach(network -> loaded.add(runtime.load(network)));
      List<List<Visits.Visit>> made = new ArrayList<>();
      loaded.forEach(network -> made.add(new ArrayList<>()));
      for (int visit = 0; visit < protocol.visits(); visit++) {
        for (int i = 0; i < loaded.size(); i++) {
          made.get(i)
              .add(watched.visit(loaded.get(i), protocol.warmUpRuns(), protocol.timedRuns()));
        }
      }
      boolean mayChoose = made.stream().allMatch(NetworkTimer::hasEnoughUndisturbed);
      return made.stream().map(visits -> runs(visits, mayChoose)).toList();
    } finally {
      loaded.forEach(LoadedNetwork::close);
    }
  }

  private static boolean hasEnoughUndisturbed(List<Visits.Visit> visits) {
    return visits.stream().filter(visit -> !visit.disturbed()).count()
        >= LEAST_UNDISTURBED * visits.size();
  }

  /** The number of runs made beyond those that count, then those that count. */
  private static List<Double> runs(List<Visits.Visit> visits, boolean onlyUndisturbed) {
    double others = 0;
    List<Double> runs = new ArrayList<>();
    for (Visits.Visit visit : visits) {
      others += visit.repeated();
      if (onlyUndisturbed && visit.disturbed()) {
        others += visit.keptMillis().size();
      } else {
        runs.addAll(visit.keptMillis());
      }
    }
    runs.add(0, others);
    return runs;
  }

  private static String key(List<TimedNetwork> networks, int session) {
    String names = networks.stream().map(TimedNetwork::name).collect(Collectors.joining("\n"));
    return "time/%s/session-%d".formatted(TextDigest.of(names), session);
  }
}
