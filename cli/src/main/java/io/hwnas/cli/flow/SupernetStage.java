package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.SupernetConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.SupernetTask;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.evaluator.WeightSharing;
import io.hwnas.space.Architecture;
import io.hwnas.space.ProgressListener;

/** Trains the supernet. */
final class SupernetStage implements Stage<SupernetStage.Trained> {
  /** Name of the largest subnet's weights, which trainings that distil learn from. */
  static final String TEACHER = "teacher";

  private static final String NAME = "supernet";

  private final RunContext context;
  private final LatencyRange range;

  /**
   * A trained supernet, which lies in its last checkpoint.
   *
   * @param steps optimiser steps made
   * @param images images that its weights saw, one count a step and image
   */
  record Trained(long steps, long images) {}

  SupernetStage(RunContext context, LatencyRange range) {
    this.context = context;
    this.range = range;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Trained run(ProgressListener progress) {
    SupernetConfig config = context.config().supernet();
    int batchSize = config.recipe().batchSize();
    long steps =
        new StepCount(context.directory().journal(), context.data().training().images().size())
            .of(
                config.length(),
                batchSize,
                NAME,
                (few, listener) -> {
                  try (Supernet supernet = supernet(context, range, few)) {
                    supernet.train(Checkpointing.none(), listener);
                  }
                });
    try (Supernet supernet = supernet(context, range, steps)) {
      supernet.train(context.checkpointing(NAME), progress);
      Architecture largest = context.space().decode(context.space().largest());
      context.weights().save(TEACHER, supernet.extract(largest));
    }
    return new Trained(steps, steps * batchSize);
  }

  /** Opens the supernet as it was after its last step; to be closed. */
  static Supernet open(RunContext context, LatencyRange range, Trained trained) {
    Supernet supernet = supernet(context, range, trained.steps());
    supernet.train(context.checkpointing(NAME), ProgressListener.SILENT);
    return supernet;
  }

  private static Supernet supernet(RunContext context, LatencyRange range, long steps) {
    SupernetConfig config = context.config().supernet();
    long seed = context.config().seed();
    SupernetTask task =
        new SupernetTask(
            context.space(),
            SupernetTask.initialise(context.space(), WeightSharing.SLICES, seed),
            context.data().training(),
            context.data().validation(),
            context.data().normalisation(),
            config.recipe(),
            config.sampling(),
            config.nearBudget() ? range.subnets() : SubnetSource.WHOLE_SPACE,
            config.calibrationImages(),
            new TrainingBudget.Steps(steps),
            WeightSharing.SLICES,
            seed);
    return new Supernet(task, context.config().torch());
  }

  @Override
  public ObjectNode write(Trained trained) {
    return Json.object().put("steps", trained.steps()).put("images", trained.images());
  }

  @Override
  public Trained read(JsonNode record) {
    return new Trained(record.get("steps").asLong(), record.get("images").asLong());
  }

  @Override
  public String summary(Trained trained) {
    return "%s steps, %s images"
        .formatted(Units.count(trained.steps()), Units.count(trained.images()));
  }
}
