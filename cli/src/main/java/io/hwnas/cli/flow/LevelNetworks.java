package io.hwnas.cli.flow;

import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyModel;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Networks, such as random ones of the space, timed in turn with others only to tell how fast the
 * machine is at the moment.
 *
 * <p>A machine's level moves by several percent between one quarter of an hour and the next,
 * whatever it runs (heat, neighbours, placement in memory), and all networks move together.
 *
 * @param graphs the networks
 * @param cutFrom whether the only one of them is what the found network was cut from
 */
record LevelNetworks(List<LayerGraph> graphs, boolean cutFrom) {
  /** Odd, so that one of them is the median. */
  private static final int COUNT = 9;

  /** Draws the networks of a run. */
  static LevelNetworks of(RunContext context) {
    SearchSpace space = context.space();
    List<LayerGraph> graphs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      graphs.add(
          LayerGraph.of(space.decode(space.sample(Seeds.of(context.config().seed(), "level", i)))));
    }
    return new LevelNetworks(List.copyOf(graphs), false);
  }

  /** The network that another was cut from. */
  static LevelNetworks ofFirst(LayerGraph graph) {
    return new LevelNetworks(List.of(graph), true);
  }

  /** Finds, among all that was measured, the network that the found one was cut from. */
  Optional<LatencyMeasurement> first(List<LatencyMeasurement> measured) {
    return cutFrom ? Optional.of(measured.get(measured.size() - 1)) : Optional.empty();
  }

  /** Returns networks to be timed, with these at their end. */
  List<TimedNetwork> after(List<TimedNetwork> networks) {
    List<TimedNetwork> all = new ArrayList<>(networks);
    for (int i = 0; i < graphs.size(); i++) {
      all.add(new GraphNetwork("level-" + i, graphs.get(i)));
    }
    return all;
  }

  /**
   * Returns how many times as long these took as a model says, out of what was measured of all: the
   * median of measured over predicted.
   */
  double level(LatencyModel model, List<LatencyMeasurement> measured) {
    int others = measured.size() - graphs.size();
    double[] ratios = new double[graphs.size()];
    for (int i = 0; i < ratios.length; i++) {
      double predicted = model.predict(graphs.get(i)).millis();
      ratios[i] = measured.get(others + i).medianMillis() / predicted;
    }
    Arrays.sort(ratios);
    return ratios[ratios.length / 2];
  }
}
