package io.hwnas.latency;

import io.hwnas.probe.BlockAttribution;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.MachineClocks;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.ProfileTask;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How blocks that a table lacks are measured: in a network, profiled and timed in turn with others.
 *
 * @param sessions times that the networks are loaded afresh
 * @param visits times that each network is visited in a session
 * @param warmUpRuns uncounted runs at the start of each visit
 * @param runs runs of each visit
 */
record CompletionProtocol(int sessions, int visits, int warmUpRuns, int runs) {
  /** Within some ten milliseconds, for the many networks that a search only looks at. */
  static final CompletionProtocol QUICK = new CompletionProtocol(1, 2, 1, 5);

  /** For the few networks whose figures are reported. */
  static final CompletionProtocol CAREFUL = new CompletionProtocol(5, 6, 2, 3);

  /** For the proposals of which one is chosen, whose figures are then reported. */
  static final CompletionProtocol CONSIDERED = new CompletionProtocol(3, 6, 2, 3);

  /**
   * One network, profiled in turn with others.
   *
   * @param graph the network
   * @param blocks the time of each of its blocks
   * @param plainMillis its lower quartile without the profiler, in milliseconds
   */
  record Measured(LayerGraph graph, List<BlockAttribution.BlockTime> blocks, double plainMillis) {}

  /** One network profiled once, as a task. */
  ProfileTask task(String key, LayerGraph graph) {
    return new ProfileTask(key, List.of(GraphNetwork.planned(graph)), visits, warmUpRuns, runs);
  }

  /**
   * Profiles networks in turn, loaded once, in an order that is the session's.
   *
   * @param runtime what runs them
   * @param graphs the networks
   * @param session number of the session
   * @return what was measured of each, in the order of the graphs
   * @throws io.hwnas.space.InvalidInputException if a clock jumps each time that they are profiled
   */
  List<Measured> session(InferenceRuntime runtime, List<LayerGraph> graphs, int session) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, graphs.size()).boxed().toList());
    Collections.shuffle(order, new Random(Seeds.derive(session, "completion/order")));
    List<TimedNetwork> networks = new ArrayList<>();
    for (int place : order) {
      networks.add(new GraphNetwork("completion-" + place, graphs.get(place)));
    }
    List<NetworkProfile> profiles =
        MachineClocks.SYSTEM.whileSteady(
            "blocks that the latency table lacks",
            () -> runtime.profile(networks, visits, warmUpRuns, runs));
    Measured[] measured = new Measured[graphs.size()];
    for (int i = 0; i < measured.length; i++) {
      LayerGraph graph = graphs.get(order.get(i));
      NetworkProfile profile = profiles.get(i);
      measured[order.get(i)] =
          new Measured(
              graph,
              BlockAttribution.attribute(GraphNetwork.blockIds(graph), profile),
              Quantiles.quantile(profile.unprofiledMillis(), 0.25));
    }
    return List.of(measured);
  }
}
