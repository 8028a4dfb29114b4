package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.SearchSpace;

/**
 * What every stage of a run may use.
 *
 * @param config what the run does
 * @param directory where it is kept
 * @param images the images at any resolution
 * @param space the space, for these images
 * @param runtime what networks are timed on, one for the whole run so that it knows its pace
 */
record RunContext(
    RunConfig config,
    RunDirectory directory,
    RunData images,
    SearchSpace space,
    OnnxRuntime runtime) {
  static RunContext of(RunConfig config, RunDirectory directory, RunData images) {
    return new RunContext(
        config,
        directory,
        images,
        space(config, images),
        new OnnxRuntime(config.latency().runtime()));
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
