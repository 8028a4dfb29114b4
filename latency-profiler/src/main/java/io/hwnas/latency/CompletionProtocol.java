package io.hwnas.latency;

import java.util.List;
import java.util.stream.IntStream;

/** How blocks that a table lacks are measured: one small network at a time, in few milliseconds. */
final class CompletionProtocol {
  private static final int VISITS = 4;
  private static final int WARM_UP_RUNS = 1;
  private static final int RUNS = 4;

  private CompletionProtocol() {}

  /** The time of each block of each network, all profiled together. */
  static List<List<BlockAttribution.BlockTime>> measure(
      InferenceRuntime runtime, List<TimedNetwork.OfGraph> networks) {
    List<NetworkProfile> profiles =
        runtime.profile(List.copyOf(networks), VISITS, WARM_UP_RUNS, RUNS);
    return IntStream.range(0, networks.size())
        .mapToObj(i -> BlockAttribution.attribute(networks.get(i).graph(), profiles.get(i)))
        .toList();
  }
}
