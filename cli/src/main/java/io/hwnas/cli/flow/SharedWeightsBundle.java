package io.hwnas.cli.flow;

import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.Weights;
import io.hwnas.results.Journal;
import io.hwnas.results.Provenance;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Leaves the network that a search found in {@code best/}, with the weights that it was found by:
 * an ordinary network, to be trained further or exported.
 *
 * @param directory the run
 * @param data the images of the supernet
 * @param preprocessing what was done to them
 * @param seed of the supernet
 * @param torch how libtorch is run
 */
public record SharedWeightsBundle(
    RunDirectory directory,
    DataSplit data,
    Preprocessing preprocessing,
    long seed,
    TorchOptions torch) {
  private static final String IMAGES = "supernet/images";

  /**
   * Writes the bundle; no latency is measured for it.
   *
   * @param architecture the network
   * @param supernet its weights
   */
  public void write(Architecture architecture, Supernet supernet) {
    directory
        .journal()
        .recallOrRecordNumbers(
            IMAGES, () -> List.of((double) supernet.stepsDone() * supernet.batchSize()));
    LayerGraph graph = LayerGraph.of(architecture);
    Weights weights = supernet.extract(architecture);
    Cost cost = Cost.of(graph);
    Provenance.Network facts =
        new Provenance.Network(
            architecture.name(),
            OptionalDouble.of(accuracy(graph, weights)),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            cost.madds(),
            cost.params());
    new NetworkBundle(
            directory,
            architecture,
            weights,
            new Parity.Images(data.validation().images(), data.normalisation()),
            Optional.of(preprocessing),
            torch)
        .write(
            parityError ->
                new Provenance(
                    Versions.all(),
                    Map.of("supernet", seed),
                    Map.of(),
                    Map.of(),
                    preprocessing.toMap(),
                    facts,
                    parityError));
  }

  /** Recalls how many images such a network's weights saw, one count a step and image. */
  static OptionalLong imagesSeen(Journal journal) {
    return journal.recallNumbers(IMAGES).stream()
        .mapToLong(numbers -> numbers.get(0).longValue())
        .findFirst();
  }

  /** Scores it on all validation images, where the search may have looked at some. */
  private double accuracy(LayerGraph graph, Weights weights) {
    try (TorchNetwork network = TorchNetwork.of(graph, weights, torch)) {
      return network.accuracy(data.validation().images(), data.normalisation());
    }
  }
}
