package io.hwnas.probe;

import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Times whole networks end to end, interleaved.
 *
 * <p>All networks are loaded and visited round-robin, so that they see the same machine, and all of
 * it again in several sessions, because a freshly loaded network keeps a bias of its own that more
 * runs do not remove. Each session has an order of its own, so that a place in it, such as being
 * loaded first, is no one network's. Runs during which something else had the processor, or used
 * the same core, are repeated; where that lasts, they are left out, if every network has
 * undisturbed ones enough. A session's runs are recorded, as one, before they are used.
 */
public final class NetworkTimer {
  private final Measurer measurer;
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
   *     the names of all networks timed together, in the session's order
   * @param progress hears of each session
   */
  public NetworkTimer(InferenceRuntime runtime, MeasurementLog log, ProgressListener progress) {
    this.measurer = new Measurer(runtime, log);
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
    return measureUntil(measured -> true, 1, networks, protocol);
  }

  /**
   * Times networks in as many sessions as it takes.
   *
   * @param known tells whether what is measured so far is enough; asked after as many sessions as
   *     the protocol has, and again after as many more
   * @param mostRounds how many times the protocol's sessions are made at most
   * @param networks the networks, of distinct names
   * @param protocol how
   * @return one measurement for each network, in their order
   * @throws io.hwnas.space.InvalidInputException if the runtime cannot load one of them
   */
  public List<LatencyMeasurement> measureUntil(
      Predicate<List<LatencyMeasurement>> known,
      int mostRounds,
      List<TimedNetwork> networks,
      TimingProtocol protocol) {
    if (networks.stream().map(TimedNetwork::name).distinct().count() != networks.size()) {
      throw new IllegalArgumentException("networks to be timed need distinct names");
    }
    List<List<List<Double>>> sessions = new ArrayList<>();
    networks.forEach(network -> sessions.add(new ArrayList<>()));
    List<LatencyMeasurement> measured = List.of();
    for (int round = 0; round < mostRounds && (round == 0 || !known.test(measured)); round++) {
      int first = round * protocol.sessions();
      for (int session = first; session < first + protocol.sessions(); session++) {
        time(networks, session, protocol, sessions);
        progress.update(session + 1L, (long) mostRounds * protocol.sessions(), "");
      }
      measured = measurements(networks, sessions);
    }
    return measured;
  }

  private void time(
      List<TimedNetwork> networks,
      int session,
      TimingProtocol protocol,
      List<List<List<Double>>> sessions) {
    List<Integer> order = order(networks, session);
    List<List<Double>> runs = measurer.values(task(networks, order, session, protocol));
    for (int place = 0; place < order.size(); place++) {
      sessions.get(order.get(place)).add(runs.get(place));
    }
  }

  private static List<LatencyMeasurement> measurements(
      List<TimedNetwork> networks, List<List<List<Double>>> sessions) {
    List<LatencyMeasurement> measurements = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      measurements.add(LatencyMeasurement.of(networks.get(i).name(), sessions.get(i)));
    }
    return List.copyOf(measurements);
  }

  /**
   * Returns the sessions as tasks.
   *
   * @param networks the networks, of distinct names
   * @param protocol how they are timed
   * @return one task for each session, its networks in the order of the session
   */
  public static List<TimingTask> tasks(List<TimedNetwork> networks, TimingProtocol protocol) {
    return IntStream.range(0, protocol.sessions())
        .mapToObj(session -> task(networks, order(networks, session), session, protocol))
        .toList();
  }

  private static TimingTask task(
      List<TimedNetwork> networks, List<Integer> order, int session, TimingProtocol protocol) {
    List<TimedNetwork> ordered = order.stream().map(networks::get).toList();
    return new TimingTask(
        "time/%s/session-%d".formatted(TextDigest.of(names(ordered)), session),
        ordered,
        protocol.visits(),
        protocol.warmUpRuns(),
        protocol.timedRuns());
  }

  /** The places of a session's networks in the list: the same for the same names and session. */
  private static List<Integer> order(List<TimedNetwork> networks, int session) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, networks.size()).boxed().toList());
    long seed = Seeds.derive(session, "time/order/" + TextDigest.of(names(networks)));
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  private static String names(List<TimedNetwork> networks) {
    return networks.stream().map(TimedNetwork::name).collect(Collectors.joining("\n"));
  }
}
