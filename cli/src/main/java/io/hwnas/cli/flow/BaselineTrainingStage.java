package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;

/** Trains the baseline from scratch, on at least as many images as the found network saw. */
final class BaselineTrainingStage implements Stage<Candidate> {
  private static final String NAME = "baseline";

  private final RunContext context;
  private final double width;
  private final long foundImages;

  BaselineTrainingStage(RunContext context, double width, long foundImages) {
    this.context = context;
    this.width = width;
    this.foundImages = foundImages;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Candidate run(ProgressListener progress) {
    BaselineConfig config = context.config().baseline();
    TrainingRecipe recipe = context.config().recipe();
    Architecture architecture =
        new ScaledBaseline(config, context.data().training().images()).at(width);
    LayerGraph graph = LayerGraph.of(architecture);
    long seed = Seeds.derive(context.config().seed(), NAME);
    long steps =
        Math.max(1, (long) Math.ceil(config.imageShare() * foundImages / recipe.batchSize()));
    NetworkTraining training = new NetworkTraining(context);
    Weights weights =
        training.train(
            graph,
            WeightInit.training(graph, Seeds.of(seed, "initial")),
            recipe,
            steps,
            seed,
            NAME,
            progress);
    return new Candidate(
        architecture,
        weights,
        training.validationAccuracy(graph, weights),
        steps * recipe.batchSize());
  }

  @Override
  public ObjectNode write(Candidate baseline) {
    return baseline.write(context.weights(), "baseline-trained");
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, context.weights(), "baseline-trained");
  }

  @Override
  public String summary(Candidate baseline) {
    return "validation accuracy %s after %s images"
        .formatted(Units.percent(baseline.accuracy()), Units.count(baseline.images()));
  }
}
