package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.FineTuningConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;

/** Trains the shrunk network to its end. */
final class FineTuningStage implements Stage<Candidate> {
  /** The stage's name. */
  static final String NAME = "fine-tuning";

  private final RunContext context;
  private final Candidate shrunk;

  FineTuningStage(RunContext context, Candidate shrunk) {
    this.context = context;
    this.shrunk = shrunk;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Candidate run(ProgressListener progress) {
    FineTuningConfig config = context.config().fineTuning();
    NetworkTraining training = new NetworkTraining(context);
    LayerGraph graph = shrunk.graph();
    MemoryCheck.ofThisMachine()
        .requireEnough(NAME + ".recipe", graph, config.recipe(), () -> context.teacher().graph());
    long steps = training.steps(config.length(), graph, shrunk.weights(), config.recipe(), NAME);
    Weights weights =
        training.trainLogged(
            graph,
            shrunk.weights(),
            config.recipe(),
            steps,
            Seeds.derive(context.config().seed(), NAME),
            NAME,
            progress);
    return new Candidate(
        shrunk.architecture().named("found"),
        weights,
        training.validationAccuracy(graph, weights),
        shrunk.images() + steps * config.recipe().batchSize());
  }

  @Override
  public ObjectNode write(Candidate found) {
    return found.write(context.weights(), "found");
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, context.weights(), "found");
  }

  @Override
  public String summary(Candidate found) {
    return "validation accuracy %s after %s images in all"
        .formatted(Units.percent(found.accuracy()), Units.count(found.images()));
  }
}
