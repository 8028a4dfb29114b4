package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.export.Weights;
import io.hwnas.netadapt.RetainedNorm;
import io.hwnas.results.Adaptation;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/** Takes the network that the user gave, and scores it. */
final class GivenNetworkStage implements Stage<Candidate> {
  /** The stage's name. */
  static final String NAME = "given network";

  private static final String IMAGES_KNOWN = "imagesKnown";

  private final StoredWeights store;
  private final Architecture architecture;
  private final Function<LayerGraph, Weights> weights;
  private final String label;
  private final ToDoubleBiFunction<LayerGraph, Weights> score;
  private final Supplier<OptionalLong> seen;

  private GivenNetworkStage(
      StoredWeights store,
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      String label,
      ToDoubleBiFunction<LayerGraph, Weights> score,
      Supplier<OptionalLong> seen) {
    this.store = store;
    this.architecture = architecture;
    this.weights = weights;
    this.label = label;
    this.score = score;
    this.seen = seen;
  }

  /** Returns the stage that scores on the validation split. */
  static GivenNetworkStage trained(
      RunContext context,
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      Supplier<OptionalLong> seen) {
    return new GivenNetworkStage(
        context.weights(),
        architecture,
        weights,
        Adaptation.ACCURACY,
        new NetworkTraining(context)::validationAccuracy,
        seen);
  }

  /** Returns the stage of a network that others are only cut from. */
  static GivenNetworkStage untrained(
      StoredWeights store, Architecture architecture, Function<LayerGraph, Weights> weights) {
    return new GivenNetworkStage(
        store, architecture, weights, RetainedNorm.NAME, (graph, given) -> 1, OptionalLong::empty);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Tells of a recorded stage whether it was known how many images the weights had seen. */
  static boolean knowsImages(JsonNode record) {
    return record.path(IMAGES_KNOWN).asBoolean(true);
  }

  @Override
  public Candidate run(ProgressListener progress) {
    LayerGraph graph = LayerGraph.of(architecture);
    Weights given = weights.apply(graph);
    return new Candidate(
        architecture, given, score.applyAsDouble(graph, given), seen.get().orElse(0));
  }

  @Override
  public ObjectNode write(Candidate network) {
    return network.write(store, "given").put(IMAGES_KNOWN, seen.get().isPresent());
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, store, "given");
  }

  @Override
  public String summary(Candidate network) {
    return "%s, %s %s"
        .formatted(network.architecture().name(), label, Units.percent(network.accuracy()));
  }
}
