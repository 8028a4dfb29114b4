package io.hwnas.cli.flow;

import io.hwnas.evaluator.Beginnings;
import io.hwnas.evaluator.Supernet;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.Network;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a supernet says of the networks of its space; a network is scored once for all measures. */
public final class SupernetScores {
  /** Networks that are lined up by how they begin; a killed search scores so many again. */
  private static final int AT_ONCE = 16;

  private final Supernet supernet;
  private Map<DecisionVector, Supernet.Score> last = Map.of();

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
    Map<DecisionVector, Supernet.Score> scores = new HashMap<>();
    for (Architecture each : Beginnings.sideBySide(List.copyOf(asked.keySet()))) {
      DecisionVector decisions = asked.get(each);
      scores.put(
          decisions, last.containsKey(decisions) ? last.get(decisions) : supernet.score(each));
    }
    last = scores;
    return networks.stream().map(network -> scores.get(network.decisions())).toList();
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
