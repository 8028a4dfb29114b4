package io.hwnas.latency;

import io.hwnas.latency.TimingSession.Timed;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.Require;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Holds a latency model's predictions against whole networks.
 *
 * <p>Several passes are measured, each of several sessions. The passes take turns session by
 * session, so that a drift of the machine hits all of them alike. Each session takes the networks
 * in an order of its own, also where sessions are processes that know nothing of each other.
 */
public final class TableVerifier {
  private final int passes;
  private final int sessions;
  private final ProgressListener progress;

  /**
   * Creates a verifier.
   *
   * @param passes passes of measuring, at least {@value TableVerification#LEAST_PASSES}
   * @param sessions sessions of each pass, at least 1
   * @param progress hears of each session
   */
  public TableVerifier(int passes, int sessions, ProgressListener progress) {
    Require.atLeast("passes", passes, TableVerification.LEAST_PASSES);
    Require.atLeast("sessions", sessions, 1);
    this.passes = passes;
    this.sessions = sessions;
    this.progress = progress;
  }

  /**
   * Predicts and measures networks.
   *
   * @param model the model
   * @param networks networks of distinct names, at least {@value TableVerification#LEAST_NETWORKS},
   *     which the model should never have seen
   * @param session how they are timed
   * @return the comparison, in the order of the networks
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of the blocks
   */
  public TableVerification verify(
      LatencyModel model, List<Architecture> networks, TimingSession session) {
    Require.atLeast("networks", networks.size(), TableVerification.LEAST_NETWORKS);
    List<LayerGraph> graphs = networks.stream().map(LayerGraph::of).toList();
    List<LatencyEstimate> predicted = graphs.stream().map(model::predict).toList();
    List<List<List<Timed>>> measured = measure(networks, session);
    List<TableVerification.Network> compared = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      int network = i;
      compared.add(
          new TableVerification.Network(
              networks.get(i).name(),
              Cost.of(graphs.get(i)).madds(),
              predicted.get(i),
              medians(measured, network, Timed::lowerQuartileMillis),
              medians(measured, network, Timed::medianMillis)));
    }
    return TableVerification.of(compared);
  }

  /** What was timed in each pass and session of each network. */
  private List<List<List<Timed>>> measure(List<Architecture> networks, TimingSession session) {
    List<List<List<Timed>>> measured = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      measured.add(new ArrayList<>());
    }
    for (int done = 0; done < passes * sessions; done++) {
      measured.get(done % passes).add(inOrderOf(done, networks, session));
      progress.update(
          done + 1,
          (long) passes * sessions,
          "session %d of %d".formatted(done / passes + 1, sessions));
    }
    return measured;
  }

  /** One session in an order of its own; the times are in the order of the networks. */
  private static List<Timed> inOrderOf(
      int number, List<Architecture> networks, TimingSession session) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, networks.size()).boxed().toList());
    Collections.shuffle(order, new Random(Seeds.derive(number, "verify/order")));
    List<Timed> timed = session.time(order.stream().map(networks::get).toList());
    Timed[] inPlace = new Timed[order.size()];
    for (int place = 0; place < order.size(); place++) {
      inPlace[order.get(place)] = timed.get(place);
    }
    return List.of(inPlace);
  }

  /** For each pass the median over its sessions. */
  private static List<Double> medians(
      List<List<List<Timed>>> passes, int network, ToDoubleFunction<Timed> figure) {
    return passes.stream()
        .map(
            sessions ->
                Quantiles.median(
                    sessions.stream()
                        .map(timed -> figure.applyAsDouble(timed.get(network)))
                        .toList()))
        .toList();
  }
}
