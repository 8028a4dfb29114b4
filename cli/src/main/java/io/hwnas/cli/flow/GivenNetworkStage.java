package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.function.Function;

/** Takes the network that the user gave, and scores it. */
final class GivenNetworkStage implements Stage<Candidate> {
  private final RunContext context;
  private final Architecture architecture;
  private final Function<LayerGraph, Weights> weights;

  GivenNetworkStage(
      RunContext context, Architecture architecture, Function<LayerGraph, Weights> weights) {
    this.context = context;
    this.architecture = architecture;
    this.weights = weights;
  }

  @Override
  public String name() {
    return "given network";
  }

  @Override
  public Candidate run(ProgressListener progress) {
    LayerGraph graph = LayerGraph.of(architecture);
    Weights given = weights.apply(graph);
    double accuracy = new NetworkTraining(context).validationAccuracy(graph, given);
    return new Candidate(architecture, given, accuracy, 0);
  }

  @Override
  public ObjectNode write(Candidate network) {
    return network.write(context.weights(), "given");
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, context.weights(), "given");
  }

  @Override
  public String summary(Candidate network) {
    return "%s, validation accuracy %s"
        .formatted(network.architecture().name(), Units.percent(network.accuracy()));
  }
}
