package io.hwnas.latency;

import io.hwnas.probe.Disturbance;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.Pace;
import io.hwnas.probe.RunTime;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A runtime whose times are functions of the block keys: each block takes its true time, a profile
 * adds a fixed time for each node, and everything is multiplied by the machine's level.
 */
final class FakeRuntime implements InferenceRuntime {
  static final double PROFILER_MICROS_PER_NODE = 2.5;

  /** Which networks were run, in order, by name. */
  final List<String> runs = new ArrayList<>();

  /** How it says that networks are written for it. */
  String exportedForm = "graph";

  int open;
  private final Pace pace = new Pace();
  private final TimedNetwork sentinel = TimedNetwork.ofOnnx("sentinel", new byte[0]);
  private int sharedFrom = Integer.MAX_VALUE;
  private int sharedTo = Integer.MAX_VALUE;
  private int sharedStretch = Integer.MAX_VALUE;
  int profiled;
  double level = 1;

  /**
   * For each profile to come, how many times as long its first network takes without the profiler.
   */
  final Deque<Double> firstNetworkSlower = new ArrayDeque<>();

  /** The true time of each block, by its key, in milliseconds. */
  ToDoubleFunction<String> blockMillis = FakeRuntime::trueMillis;

  /** What each profile to come says of others on the machine. */
  Optional<Disturbance> disturbance = Optional.empty();

  int profilesUntilFailure = Integer.MAX_VALUE;
  Instant now = Instant.parse("2026-11-24T09:30:00Z");
  private int runsBetweenDisturbances = Integer.MAX_VALUE;

  /** Disturbs every n-th run. */
  FakeRuntime disturbedEvery(int n) {
    runsBetweenDisturbances = n;
    return this;
  }

  /** Lets something else use the same core from one run to another, which doubles all times. */
  FakeRuntime sharedBetween(int fromRun, int toRun) {
    sharedFrom = fromRun;
    sharedTo = toRun;
    return this;
  }

  /** Lets something else use the same core during every second stretch of so many runs. */
  FakeRuntime sharedInStretchesOf(int runsPerStretch) {
    sharedStretch = runsPerStretch;
    return this;
  }

  private double share() {
    boolean once = runs.size() >= sharedFrom && runs.size() < sharedTo;
    return once || runs.size() / sharedStretch % 2 == 1 ? 2 : 1;
  }

  @Override
  public Fingerprint fingerprint() {
    return new Fingerprint(
        "Fake CPU", 4, "fake", "1.0", "none", 1, 1, exportedForm, "None 1", "abacus", now);
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public TimedNetwork sentinel() {
    return sentinel;
  }

  @Override
  public LoadedNetwork load(TimedNetwork network) {
    open++;
    if (network.equals(sentinel)) {
      return loadedSentinel();
    }
    return new LoadedNetwork() {
      @Override
      public RunTime run() {
        runs.add(network.name());
        boolean disturbed = runs.size() % runsBetweenDisturbances == 0;
        double millis = share() * level * millis(((GraphNetwork) network).graph());
        return new RunTime(disturbed ? 50 * millis : millis, disturbed);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  private LoadedNetwork loadedSentinel() {
    return new LoadedNetwork() {
      @Override
      public RunTime run() {
        return new RunTime(0.01 * share(), false);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    if (profilesUntilFailure-- <= 0) {
      throw new IllegalStateException("the power is cut");
    }
    profiled += networks.size();
    double slower = firstNetworkSlower.isEmpty() ? 1 : firstNetworkSlower.remove();
    List<NetworkProfile> profiles = new ArrayList<>();
    for (TimedNetwork network : networks) {
      double plain = level * (profiles.isEmpty() ? slower : 1);
      profiles.add(profile(((GraphNetwork) network).graph(), visits * runs, plain));
    }
    return profiles;
  }

  private NetworkProfile profile(LayerGraph graph, int runs, double plainLevel) {
    List<NetworkProfile.Node> nodes = new ArrayList<>();
    for (LoweredBlock block : graph.blocks()) {
      double micros = 1000 * blockMillis.applyAsDouble(block.key()) / block.layers().size();
      for (Layer layer : block.layers()) {
        double profiledMicros = level * (micros + PROFILER_MICROS_PER_NODE);
        nodes.add(
            new NetworkProfile.Node(
                layer.name(), "Any", Collections.nCopies(runs, profiledMicros)));
      }
    }
    return new NetworkProfile(
        nodes, Collections.nCopies(runs, plainLevel * millis(graph)), disturbance);
  }

  /** The true time of a network here. */
  double millis(LayerGraph graph) {
    return graph.blocks().stream()
        .mapToDouble(block -> blockMillis.applyAsDouble(block.key()))
        .sum();
  }

  static double trueMillis(LayerGraph graph) {
    return graph.blocks().stream().mapToDouble(block -> trueMillis(block.key())).sum();
  }

  /** Between 20 and 120 microseconds. */
  static double trueMillis(String key) {
    return 0.02 + Math.floorMod(key.hashCode(), 1000) * 1e-4;
  }
}
