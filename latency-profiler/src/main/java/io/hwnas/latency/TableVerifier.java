package io.hwnas.latency;

import io.hwnas.probe.Quantiles;
import io.hwnas.probe.Require;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a latency model's predictions against whole networks.
 *
 * <p>Several passes are measured, each of several sessions. The passes take turns session by
 * session, so that a drift of the machine hits all of them alike.
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
    List<List<List<Double>>> measured = measure(networks, session);
    List<TableVerification.Network> compared = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      int network = i;
      compared.add(
          new TableVerification.Network(
              networks.get(i).name(),
              Cost.of(graphs.get(i)).madds(),
              predicted.get(i),
              measured.stream().map(pass -> median(pass, network)).toList()));
    }
    return TableVerification.of(compared);
  }

  /** The medians of each pass, session and network. */
  private List<List<List<Double>>> measure(List<Architecture> networks, TimingSession session) {
    List<List<List<Double>>> measured = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      measured.add(new ArrayList<>());
    }
    for (int done = 0; done < passes * sessions; done++) {
      measured.get(done % passes).add(session.medianMillis(networks));
      progress.update(
          done + 1,
          (long) passes * sessions,
          "session %d of %d".formatted(done / passes + 1, sessions));
    }
    return measured;
  }

  private static double median(List<List<Double>> sessions, int network) {
    return Quantiles.median(sessions.stream().map(medians -> medians.get(network)).toList());
  }
}
