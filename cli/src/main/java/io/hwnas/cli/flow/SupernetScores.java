package io.hwnas.cli.flow;

import io.hwnas.evaluator.Beginnings;
import io.hwnas.evaluator.Supernet;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.Network;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a supernet says of the networks of its space; a network is scored once for all measures. */
public final class SupernetScores {
  /** Networks that are lined up by how they begin; a killed search scores so many again. */
  private static final int AT_ONCE = 16;

  private final Supernet supernet;
  private final Map<DecisionVector, Supernet.Score> last = new LinkedHashMap<>();

  /**
   * Asks a supernet.
   *
   * @param supernet the supernet, trained; used by one thread at a time
   */
  public SupernetScores(Supernet supernet) {
    this.supernet = supernet;
  }

  /**
   * Measures top-1 accuracy, a fraction; its error is that of a share of as many images as are
   * scored.
   *
   * @return the measure
   */
  public Measure accuracy() {
    return new OfScore(
        score -> {
          double accuracy = score.accuracy();
          return new Estimate(
              accuracy, Math.sqrt(accuracy * (1 - accuracy) / supernet.scoredImages()));
        });
  }

  /**
   * Measures the mean cross-entropy with the labels, in nats.
   *
   * @return the measure
   */
  public Measure crossEntropy() {
    return new OfScore(
        score -> new Estimate(score.crossEntropy(), score.crossEntropyStandardError()));
  }

  private synchronized List<Supernet.Score> scores(List<Network> networks) {
    Map<Architecture, DecisionVector> asked = new LinkedHashMap<>();
    networks.forEach(network -> asked.put(network.architecture(), network.decisions()));
    for (Architecture each : Beginnings.sideBySide(List.copyOf(asked.keySet()))) {
      last.computeIfAbsent(asked.get(each), decisions -> supernet.score(each));
    }
    List<Supernet.Score> scores =
        networks.stream().map(network -> last.get(network.decisions())).toList();
    forgetOldest();
    return scores;
  }

  /** Keeps those of a group, for each may be asked about again: for another figure, or alone. */
  private void forgetOldest() {
    Iterator<DecisionVector> oldest = last.keySet().iterator();
    for (int gone = last.size() - 2 * AT_ONCE; gone > 0; gone--) {
      oldest.next();
      oldest.remove();
    }
  }

  /** One of the figures that a score has. */
  private final class OfScore implements Measure {
    private final Function<Supernet.Score, Estimate> figure;

    private OfScore(Function<Supernet.Score, Estimate> figure) {
      this.figure = figure;
    }

    @Override
    public Estimate of(Network network) {
      return ofAll(List.of(network)).get(0);
    }

    @Override
    public int atOnce() {
      return AT_ONCE;
    }

    @Override
    public List<Estimate> ofAll(List<Network> networks) {
      return scores(networks).stream().map(figure).toList();
    }
  }
}
