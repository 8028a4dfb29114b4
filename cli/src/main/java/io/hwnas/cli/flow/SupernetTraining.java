package io.hwnas.cli.flow;

import io.hwnas.cli.config.SupernetConfig;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.Checkpoint;
import io.hwnas.evaluator.CheckpointStore;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.SupernetTask;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A supernet of a run that has no latency budget, trained for a time.
 *
 * @param config how it is trained
 * @param space the space, for the images
 * @param data the images
 * @param seed source of all randomness
 * @param torch how libtorch is run
 */
public record SupernetTraining(
    SupernetConfig config, SearchSpace space, DataSplit data, long seed, TorchOptions torch) {
  /** Name of its checkpoints and its log. */
  private static final String NAME = SupernetStage.NAME;

  /**
   * Refuses, before a run is made, what cannot be trained.
   *
   * @throws InvalidInputException if space, images and configuration do not fit together
   */
  public void requireFits() {
    new ImageCheck(data.training().images().size()).requireEnough(config);
    requireMemory(config, task());
  }

  /**
   * Refuses, before a run is made, a supernet of another run that cannot be asked.
   *
   * @param run that run's folder
   * @throws InvalidInputException if its training is not at its end, or not as this describes it
   */
  public void requireFits(Path run) {
    new ImageCheck(data.training().images().size()).requireEnough(config);
    ImageRecord.requireSame(run, data, "supernet.from");
    open(run).close();
  }

  /** Refuses a supernet whose largest network takes more memory than there is. */
  static void requireMemory(SupernetConfig config, SupernetTask task) {
    SearchSpace space = task.space();
    // Near the budget, nothing is known yet of what will learn but that it is no smaller than this.
    boolean small =
        config.nearBudget()
            && !config.sampling().largest()
            && config.sampling().largestFirst() == 0;
    LayerGraph subnet = LayerGraph.of(space.decode(small ? space.smallest() : space.largest()));
    MemoryCheck.ofThisMachine()
        .requireEnough(
            NAME + ".recipe",
            "a supernet of " + space.name(),
            TrainingMemory.of(task, subnet).scoring(LayerGraph.of(space.decode(space.largest()))),
            config.recipe().batchSize());
  }

  /**
   * Trains it in a run, from its last checkpoint where there is one.
   *
   * @param directory keeps the checkpoints
   * @param period longest time between two
   * @param console hears how far it has come
   * @return the trained supernet, to be closed
   */
  public Supernet train(RunDirectory directory, Duration period, Console console) {
    Supernet supernet = untrained();
    try (StageProgress progress = console.stage(NAME + " training, in seconds")) {
      supernet.train(
          new Checkpointing(new RunCheckpoints(directory.checkpoints(), NAME), period),
          TrainingLogFile.of(directory, NAME),
          progress);
      return supernet;
    } catch (RuntimeException e) {
      supernet.close();
      throw e;
    }
  }

  /**
   * Opens the one that another run trained, which is left as it is.
   *
   * @param run that run's folder
   * @return the trained supernet, to be closed
   * @throws InvalidInputException if its training is not at its end, or not as this describes it
   */
  public Supernet open(Path run) {
    try (RunDirectory other = RunDirectory.open(run)) {
      return open(other);
    }
  }

  private Supernet open(RunDirectory other) {
    Checkpoint last =
        new RunCheckpoints(other.checkpoints(), NAME).latest().orElseThrow(() -> unfinished(other));
    Supernet supernet = untrained();
    try {
      supernet.train(
          new Checkpointing(new Ended(last, other), Duration.ZERO), ProgressListener.SILENT);
      return supernet;
    } catch (RuntimeException e) {
      supernet.close();
      throw e;
    }
  }

  private Supernet untrained() {
    return new Supernet(task(), torch);
  }

  private SupernetTask task() {
    TrainingBudget budget =
        new TrainingBudget.Time(((TrainingLength.Time) config.length()).duration());
    return config.task(space, data, SubnetSource.WHOLE_SPACE, budget, seed);
  }

  private static InvalidInputException unfinished(RunDirectory other) {
    return new InvalidInputException(
        "supernet.from: %s has no supernet that is trained to its end; go on with that run first (--resume), with an evaluator that asks one"
            .formatted(other.root()));
  }

  /** The end of a training; one that would go on to another checkpoint was not at its end. */
  private record Ended(Checkpoint last, RunDirectory run) implements CheckpointStore {
    @Override
    public Optional<Checkpoint> latest() {
      return Optional.of(last);
    }

    @Override
    public void save(Checkpoint checkpoint) {
      throw unfinished(run);
    }
  }
}
