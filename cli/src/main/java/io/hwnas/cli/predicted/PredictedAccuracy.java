package io.hwnas.cli.predicted;

import io.hwnas.evaluator.predictor.AccuracyPredictor;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.Network;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accuracy of a search's networks as a predictor or a benchmark knows it.
 *
 * @param predictor answers for the networks of the space
 */
public record PredictedAccuracy(AccuracyPredictor predictor) implements Measure {
  @Override
  public Estimate of(Network network) {
    return estimate(network, predictor.accuracy(network.decisions()));
  }

  @Override
  public int atOnce() {
    return predictor.atOnce();
  }

  @Override
  public List<Estimate> ofAll(List<Network> networks) {
    double[] accuracies = predictor.accuracies(networks.stream().map(Network::decisions).toList());
    return IntStream.range(0, accuracies.length)
        .mapToObj(i -> estimate(networks.get(i), accuracies[i]))
        .toList();
  }

  private Estimate estimate(Network network, double accuracy) {
    return new Estimate(accuracy, predictor.standardError(network.decisions(), accuracy));
  }
}
