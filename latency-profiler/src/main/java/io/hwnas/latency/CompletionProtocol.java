package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;

/** How blocks that a table lacks are measured: in a network, within some ten milliseconds. */
final class CompletionProtocol {
  private static final int VISITS = 2;
  private static final int WARM_UP_RUNS = 1;
  private static final int RUNS = 5;

  private CompletionProtocol() {}

  /**
   * One network, profiled in turn with others.
   *
   * @param graph the network
   * @param blocks the time of each of its blocks
   * @param plainMillis its lower quartile without the profiler, in milliseconds
   */
  record Measured(LayerGraph graph, List<BlockAttribution.BlockTime> blocks, double plainMillis) {}

  /** Profiles networks in turn. */
  static List<Measured> measure(InferenceRuntime runtime, List<LayerGraph> graphs) {
    List<TimedNetwork> networks = new ArrayList<>();
    for (LayerGraph graph : graphs) {
      networks.add(new TimedNetwork.OfGraph("completion-" + networks.size(), graph));
    }
    List<NetworkProfile> profiles = runtime.profile(networks, VISITS, WARM_UP_RUNS, RUNS);
    List<Measured> measured = new ArrayList<>();
    for (NetworkProfile profile : profiles) {
      LayerGraph graph = graphs.get(measured.size());
      measured.add(
          new Measured(
              graph,
              BlockAttribution.attribute(graph, profile),
              Quantiles.quantile(profile.unprofiledMillis(), 0.25)));
    }
    return measured;
  }
}
