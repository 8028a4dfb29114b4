package io.hwnas.cli.predicted;

import io.hwnas.evaluator.predictor.AccuracyPredictor;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.Network;
import java.util.Arrays;
import java.util.List;

/**
 * Accuracy of a search's networks as a predictor or a benchmark knows it.
 *
 * @param predictor answers for the networks of the space
 */
public record PredictedAccuracy(AccuracyPredictor predictor) implements Measure {
  @Override
  public Estimate of(Network network) {
    return Estimate.of(predictor.accuracy(network.decisions()));
  }

  @Override
  public int atOnce() {
    return predictor.atOnce();
  }

  @Override
  public List<Estimate> ofAll(List<Network> networks) {
    return Arrays.stream(predictor.accuracies(networks.stream().map(Network::decisions).toList()))
        .mapToObj(Estimate::of)
        .toList();
  }
}
