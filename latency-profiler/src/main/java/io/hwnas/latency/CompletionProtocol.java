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

  /** The time of each block of each network, profiled in turn. */
  static List<List<BlockAttribution.BlockTime>> measure(
      InferenceRuntime runtime, List<LayerGraph> graphs) {
    List<TimedNetwork> networks = new ArrayList<>();
    for (LayerGraph graph : graphs) {
      networks.add(new TimedNetwork.OfGraph("completion-" + networks.size(), graph));
    }
    List<NetworkProfile> profiles = runtime.profile(networks, VISITS, WARM_UP_RUNS, RUNS);
    List<List<BlockAttribution.BlockTime>> times = new ArrayList<>();
    for (NetworkProfile profile : profiles) {
      times.add(BlockAttribution.attribute(graphs.get(times.size()), profile));
    }
    return times;
  }

  /** The lower quartile over the runs: of few runs, some are disturbed, and none is too fast. */
  static double millis(BlockAttribution.BlockTime time) {
    return Quantiles.quantile(time.micros(), 0.25) / 1000;
  }

  /** Spread of one run, as a standard deviation. */
  static double spreadMillis(BlockAttribution.BlockTime time) {
    return Quantiles.deviation(time.micros()) / 1000;
  }
}
