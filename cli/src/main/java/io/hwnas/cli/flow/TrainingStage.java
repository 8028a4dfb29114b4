package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.util.Optional;

/** Trains a network with the recipe of the run, from scratch or from given weights. */
final class TrainingStage implements Stage<Candidate> {
  /** The stage's name in a run that trains one network alone. */
  static final String NAME = "training";

  private final RunContext context;
  private final String name;
  private final Architecture architecture;
  private final Optional<Candidate> given;
  private final TrainingLength length;

  /** Creates the stage of a run that trains one network alone, perhaps from given weights. */
  TrainingStage(
      RunContext context,
      Architecture architecture,
      Optional<Candidate> given,
      TrainingLength length) {
    this(context, NAME, architecture, given, length);
  }

  /** Creates a stage of a given name that trains from scratch. */
  TrainingStage(RunContext context, String name, Architecture architecture, TrainingLength length) {
    this(context, name, architecture, Optional.empty(), length);
  }

  private TrainingStage(
      RunContext context,
      String name,
      Architecture architecture,
      Optional<Candidate> given,
      TrainingLength length) {
    this.context = context;
    this.name = name;
    this.architecture = architecture;
    this.given = given;
    this.length = length;
  }

  /** Returns the length that shows a network at least so many images. */
  static TrainingLength atLeast(double images, TrainingRecipe recipe) {
    return new TrainingLength.Steps(Math.max(1, (long) Math.ceil(images / recipe.batchSize())));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Candidate run(ProgressListener progress) {
    TrainingRecipe recipe = context.config().recipe();
    LayerGraph graph = LayerGraph.of(architecture);
    MemoryCheck.ofThisMachine().requireEnough(NAME, graph, recipe, () -> context.teacher().graph());
    long seed = Seeds.derive(context.config().seed(), name);
    Weights initial =
        given
            .map(Candidate::weights)
            .orElseGet(() -> WeightInit.training(graph, Seeds.of(seed, "initial")));
    NetworkTraining training = new NetworkTraining(context);
    long steps = training.steps(length, graph, initial, recipe, name);
    Weights weights = training.trainLogged(graph, initial, recipe, steps, seed, name, progress);
    return new Candidate(
        architecture,
        weights,
        training.validationAccuracy(graph, weights),
        given.map(Candidate::images).orElse(0L) + steps * recipe.batchSize());
  }

  @Override
  public ObjectNode write(Candidate trained) {
    return trained.write(context.weights(), name + "-trained");
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, context.weights(), name + "-trained");
  }

  @Override
  public String summary(Candidate trained) {
    return "validation accuracy %s after %s images"
        .formatted(Units.percent(trained.accuracy()), Units.count(trained.images()));
  }
}
