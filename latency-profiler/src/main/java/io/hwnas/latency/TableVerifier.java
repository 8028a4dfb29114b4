package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;

/** Holds a latency model's predictions against whole networks, timed interleaved. */
public final class TableVerifier {
  private final NetworkTimer timer;

  /**
   * Creates a verifier.
   *
   * @param timer what times the networks
   */
  public TableVerifier(NetworkTimer timer) {
    this.timer = timer;
  }

  /**
   * Predicts and measures networks.
   *
   * @param model the model
   * @param graphs the networks, at least two, which the model should never have seen; of any names
   * @param protocol how they are timed
   * @return the comparison, in the order of the networks
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of the blocks
   */
  public TableVerification verify(
      LatencyModel model, List<LayerGraph> graphs, TimingProtocol protocol) {
    List<TimedNetwork> timed = new ArrayList<>();
    List<LatencyEstimate> predicted = new ArrayList<>();
    for (LayerGraph graph : graphs) {
      predicted.add(model.predict(graph));
      timed.add(new TimedNetwork.OfGraph("verify-%d".formatted(timed.size()), graph));
    }
    List<LatencyMeasurement> measured = timer.measure(timed, protocol);
    List<TableVerification.Network> networks = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      networks.add(
          new TableVerification.Network(graphs.get(i).name(), predicted.get(i), measured.get(i)));
    }
    return TableVerification.of(networks);
  }
}
