package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.SupernetConfig;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.space.Architecture;
import io.hwnas.space.ProgressListener;

/** Trains the supernet. */
final class SupernetStage implements Stage<SupernetStage.Trained> {
  /** Name of the largest subnet's weights, which trainings that distil learn from. */
  static final String TEACHER = "teacher";

  /** The stage's name. */
  static final String NAME = "supernet";

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
    TrainingBudget budget = budget(config);
    try (Supernet supernet = supernet(context, range, budget)) {
      supernet.train(
          context.checkpointing(NAME), TrainingLogFile.of(context.directory(), NAME), progress);
      Architecture largest = context.space().decode(context.space().largest());
      context.weights().save(TEACHER, supernet.extract(largest));
      long steps = supernet.stepsDone();
      return new Trained(steps, steps * config.recipe().batchSize());
    }
  }

  private TrainingBudget budget(SupernetConfig config) {
    if (config.length() instanceof TrainingLength.Time time) {
      return new TrainingBudget.Time(time.duration());
    }
    return new TrainingBudget.Steps(
        new StepCount(context.directory().journal(), context.data().training().images().size())
            .of(
                config.length(),
                config.recipe().batchSize(),
                NAME,
                (few, listener) -> {
                  try (Supernet supernet =
                      supernet(context, range, new TrainingBudget.Steps(few))) {
                    supernet.train(Checkpointing.none(), listener);
                  }
                }));
  }

  /** Opens the supernet as it was after its last step; to be closed. */
  static Supernet open(RunContext context, LatencyRange range, Trained trained) {
    TrainingBudget budget =
        context.config().supernet().length() instanceof TrainingLength.Time time
            ? new TrainingBudget.Time(time.duration())
            : new TrainingBudget.Steps(trained.steps());
    Supernet supernet = supernet(context, range, budget);
    supernet.train(context.checkpointing(NAME), ProgressListener.SILENT);
    return supernet;
  }

  private static Supernet supernet(RunContext context, LatencyRange range, TrainingBudget budget) {
    SupernetConfig config = context.config().supernet();
    return new Supernet(
        config.task(
            context.space(),
            context.data(),
            config.nearBudget() ? range.subnets() : SubnetSource.WHOLE_SPACE,
            budget,
            context.config().seed()),
        context.config().torch());
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
