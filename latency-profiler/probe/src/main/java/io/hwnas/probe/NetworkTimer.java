package io.hwnas.probe;

import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
   *     the names of all networks timed together
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
    if (networks.stream().map(TimedNetwork::name).distinct().count() != networks.size()) {
      throw new IllegalArgumentException("networks to be timed need distinct names");
    }
    List<List<List<Double>>> sessions = new ArrayList<>();
    networks.forEach(network -> sessions.add(new ArrayList<>()));
    int done = 0;
    for (TimingTask session : tasks(networks, protocol)) {
      List<List<Double>> runs = measurer.values(session);
      for (int i = 0; i < networks.size(); i++) {
        sessions.get(i).add(runs.get(i));
      }
      progress.update(++done, protocol.sessions(), "");
    }
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
   * @return one task for each session
   */
  public static List<TimingTask> tasks(List<TimedNetwork> networks, TimingProtocol protocol) {
    return IntStream.range(0, protocol.sessions())
        .mapToObj(
            session ->
                new TimingTask(
                    key(networks, session),
                    networks,
                    protocol.visits(),
                    protocol.warmUpRuns(),
                    protocol.timedRuns()))
        .toList();
  }

  private static String key(List<TimedNetwork> networks, int session) {
    String names = networks.stream().map(TimedNetwork::name).collect(Collectors.joining("\n"));
    return "time/%s/session-%d".formatted(TextDigest.of(names), session);
  }
}
