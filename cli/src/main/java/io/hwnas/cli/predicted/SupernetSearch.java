package io.hwnas.cli.predicted;

import io.hwnas.cli.config.SupernetSource;
import io.hwnas.cli.flow.ImageRecord;
import io.hwnas.cli.flow.MemoryCheck;
import io.hwnas.cli.flow.SharedWeightsBundle;
import io.hwnas.cli.flow.SupernetScores;
import io.hwnas.cli.flow.SupernetTraining;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.evaluator.data.TrainingSet;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.search.Estimate;
import io.hwnas.search.Measure;
import io.hwnas.search.TrialLog;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.Optional;

/** Trains a supernet, or takes one that a run trained, and searches by what it says. */
public final class SupernetSearch {
  /** What is measured where nothing is to be measured. */
  private static final Estimate NOTHING = Estimate.of(Double.NaN);

  /** Images whose activation codes are compared (Mellor et al. 2021, section 3: a batch of 128). */
  private static final int CODE_IMAGES = 128;

  private final PredictedSearchConfig config;
  private final SupernetSource source;
  private final SupernetTraining training;
  private final DataSplit data;
  private final Console console;

  /**
   * Loads the images and reads all files.
   *
   * @param config what to do; its accuracies are a supernet's
   * @param console hears how far it has come
   * @throws io.hwnas.space.InvalidInputException if a file is missing, or images, space and
   *     supernet do not fit together
   */
  public SupernetSearch(PredictedSearchConfig config, Console console) {
    this.source = ((AccuracySource.SharedWeights) config.accuracy()).source();
    this.console = console;
    this.data = DataSets.load(source.data(), source.seed());
    ImageSet images = data.training().images();
    SearchSpace space = config.space().forData(images.channels(), images.classCount());
    this.config = config.in(space);
    this.training =
        new SupernetTraining(source.supernet(), space, data, source.seed(), source.torch());
    source.from().ifPresentOrElse(training::requireFits, training::requireFits);
    if (this.config.asksForJointScore()) {
      MemoryCheck.ofThisMachine()
          .requireEnoughForCodes(
              "search.objectives", LayerGraph.of(space.decode(space.largest())), CODE_IMAGES);
    }
    searching(network -> NOTHING, new SupernetMeasures(network -> NOTHING, network -> NOTHING))
        .requireReachable();
  }

  /**
   * Runs to the end, from where the run was left, and leaves the best network in {@code best/}.
   *
   * @param directory the run
   * @return what was found
   */
  public Found run(RunDirectory directory) {
    ImageRecord.begin(directory, data, console);
    try (Supernet supernet = supernet(directory);
        ActivationCodes codes = codes()) {
      SupernetScores scores = new SupernetScores(supernet);
      Measure jointScore =
          config.asksForJointScore() ? jointScore(directory, scores, codes) : network -> NOTHING;
      Found found =
          found(
              directory,
              searching(
                  scores.accuracy(), new SupernetMeasures(scores.crossEntropy(), jointScore)));
      leave(directory, supernet, found.result().best());
      return found;
    }
  }

  private Found found(RunDirectory directory, PredictedSearch search) {
    try (StageProgress progress = console.stage("search")) {
      return search.run(directory, TrialLog.of(directory.trials()), progress);
    }
  }

  private JointScore jointScore(
      RunDirectory directory, SupernetScores scores, ActivationCodes codes) {
    try (StageProgress progress = console.stage("networks of reference")) {
      return new JointScore(
          scores.crossEntropy(),
          codes,
          config.space(),
          source.seed(),
          directory.journal(),
          progress);
    }
  }

  /** Leaves the best network with its share of the weights. */
  private void leave(RunDirectory directory, Supernet supernet, Trial best) {
    new SharedWeightsBundle(
            directory, data, Preprocessing.of(source.data(), data), source.seed(), source.torch())
        .write(config.space().decode(new DecisionVector(best.spec().decisions())), supernet);
  }

  private ActivationCodes codes() {
    TrainingSet training = data.training();
    return new ActivationCodes(
        training,
        data.normalisation(),
        ActivationCodes.different(training, CODE_IMAGES, source.seed()),
        1,
        source.seed(),
        source.torch());
  }

  private PredictedSearch searching(Measure accuracy, SupernetMeasures measures) {
    return new PredictedSearch(config, accuracy, Optional.of(measures));
  }

  private Supernet supernet(RunDirectory directory) {
    return source
        .from()
        .map(training::open)
        .orElseGet(() -> training.train(directory, source.checkpointPeriod(), console));
  }
}
