package io.hwnas.cli.predicted;

import io.hwnas.evaluator.Supernet;
import io.hwnas.search.Estimate;
import io.hwnas.search.Network;
import io.hwnas.space.DecisionVector;
import java.util.Optional;

/** What a supernet says of the networks of its space; a network is scored once for all measures. */
final class SupernetScores {
  private final Supernet supernet;
  private Optional<Known> last = Optional.empty();

  /** How a network was scored. */
  private record Known(DecisionVector decisions, Supernet.Score score) {}

  SupernetScores(Supernet supernet) {
    this.supernet = supernet;
  }

  /** Returns top-1 accuracy; its error is that of a share of as many images as are scored. */
  Estimate accuracy(Network network) {
    double accuracy = score(network).accuracy();
    return new Estimate(accuracy, Math.sqrt(accuracy * (1 - accuracy) / supernet.scoredImages()));
  }

  /** Returns the mean cross-entropy with the labels, in nats. */
  Estimate crossEntropy(Network network) {
    Supernet.Score score = score(network);
    return new Estimate(score.crossEntropy(), score.crossEntropyStandardError());
  }

  private synchronized Supernet.Score score(Network network) {
    Optional<Known> known = last.filter(one -> one.decisions().equals(network.decisions()));
    if (known.isEmpty()) {
      known =
          Optional.of(
              new Known(
                  network.decisions(),
                  supernet.score(network.space().decode(network.decisions()))));
      last = known;
    }
    return known.get().score();
  }
}
