package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.TrainingTask;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.Optional;

/**
 * What every stage of a run may use.
 *
 * @param config what the run does
 * @param directory where it is kept
 * @param images the images at any resolution
 * @param space the space, for these images
 * @param runtime what networks are timed on, one for the whole run so that it knows its pace
 * @param given the network that recipes distil from, where it is not the supernet's largest
 */
record RunContext(
    RunConfig config,
    RunDirectory directory,
    RunData images,
    SearchSpace space,
    OnnxRuntime runtime,
    Optional<Candidate> given) {
  static RunContext of(RunConfig config, RunDirectory directory, RunData images) {
    return new RunContext(
        config,
        directory,
        images,
        space(config, images),
        new OnnxRuntime(config.latency().runtime()),
        Optional.empty());
  }

  /** Returns the same, where networks may learn from a given one. */
  RunContext taughtBy(Candidate network) {
    return new RunContext(config, directory, images, space, runtime, Optional.of(network));
  }

  /** Returns the network that others may learn from. */
  TrainingTask.Teacher teacher() {
    return given
        .map(network -> new TrainingTask.Teacher(network.graph(), network.weights()))
        .orElseGet(
            () ->
                new TrainingTask.Teacher(
                    LayerGraph.of(space.decode(space.largest())),
                    weights().load(SupernetStage.TEACHER)));
  }

  /** Returns the configuration's space in the form of the images. */
  static SearchSpace space(RunConfig config, RunData images) {
    ImageSet training = images.own().training().images();
    return config.space().forData(training.channels(), training.classCount());
  }

  /** Returns the images as the configuration asks for them. */
  DataSplit data() {
    return images.own();
  }

  MeasurementLog log() {
    return new JournalLog(directory.journal());
  }

  StoredWeights weights() {
    return new StoredWeights(directory.checkpoints());
  }

  Checkpointing checkpointing(String training) {
    return new Checkpointing(
        new RunCheckpoints(directory.checkpoints(), training), config.checkpointPeriod());
  }
}
