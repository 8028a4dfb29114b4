package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.ImageCheck;
import io.hwnas.cli.flow.ImageRecord;
import io.hwnas.cli.flow.MemoryCheck;
import io.hwnas.cli.flow.SupernetTraining;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.Beginnings;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has evaluators score the same networks, and holds each one's order against the true one.
 *
 * <p>Evaluators see training and validation images alone, and never a true accuracy. Every score is
 * journalled: a run that was killed goes on with the next.
 */
public final class RankingExperiment {
  private final RankingConfig config;
  private final Console console;
  private final DataSplit data;
  private final SearchSpace space;
  private final RankedNetworks networks;

  /**
   * Loads images and true accuracies, and draws the networks.
   *
   * @param config what is compared
   * @param console hears how far it has come
   * @throws io.hwnas.space.InvalidInputException if images or accuracies cannot be loaded, or the
   *     space has too few networks
   */
  public RankingExperiment(RankingConfig config, Console console) {
    this.config = config;
    this.console = console;
    this.networks =
        RankedNetworks.draw(
            config.space(),
            config.benchmark().open(config.space()),
            config.networks(),
            config.seed());
    this.data = DataSets.load(config.data(), config.seed());
    ImageSet images = data.training().images();
    this.space = config.space().forData(images.channels(), images.classCount());
  }

  /**
   * Refuses, before a run is made, a supernet that takes more images or memory than there are, and
   * networks that do where each is trained alone.
   *
   * @throws io.hwnas.space.InvalidInputException naming the key
   */
  public void requireFits() {
    asked().forEach(this::requireFits);
  }

  private void requireFits(RankingConfig.Evaluator kind) {
    switch (kind) {
      case SUPERNET -> requireSupernet();
      case ACTIVATION_CODES -> requireCodes();
      case FROM_SCRATCH -> requireFits(kind, config.fromScratch().recipe());
      case SUCCESSIVE_HALVING -> requireFits(kind, config.successiveHalving().first().recipe());
      default -> {
        // Nothing is trained.
      }
    }
  }

  private void requireCodes() {
    String key = "activation-codes.images";
    new ImageCheck(data.training().images().size()).requireAtMost(key, config.codeImages());
    MemoryCheck check = MemoryCheck.ofThisMachine();
    for (Architecture network : architectures()) {
      check.requireEnoughForCodes(key, LayerGraph.of(network), config.codeImages());
    }
  }

  private void requireSupernet() {
    config.requireSameSupernet();
    SupernetTraining training =
        new SupernetTraining(config.supernet(), space, data, config.seed(), config.torch());
    config.supernetFrom().ifPresentOrElse(training::requireFits, training::requireFits);
  }

  /** Returns the evaluators with scores of their own that the orders are made of. */
  private List<RankingConfig.Evaluator> asked() {
    return config.orders().stream()
        .flatMap(order -> EvaluatorSources.of(order).stream())
        .distinct()
        .toList();
  }

  private void requireFits(RankingConfig.Evaluator kind, TrainingRecipe recipe) {
    new ImageCheck(data.training().images().size()).requireAtMost(kind.label() + ".recipe", recipe);
    MemoryCheck check = MemoryCheck.ofThisMachine();
    for (Architecture network : architectures()) {
      check.requireEnough(
          kind.label() + ".recipe",
          network.name(),
          TrainingMemory.of(LayerGraph.of(network), recipe),
          recipe.batchSize());
    }
  }

  private List<Architecture> architectures() {
    return networks.vectors().stream().map(space::decode).toList();
  }

  /**
   * Runs to the end, from where the run was left.
   *
   * @param directory keeps checkpoints and scores
   * @return what came of it
   */
  public RankingResult run(RunDirectory directory) {
    ImageRecord.begin(directory, data, console);
    JournalledScores journalled = new JournalledScores(directory.journal());
    // A run that is gone on with may be asked for others than it began with.
    asked().stream()
        .filter(kind -> !journalled.complete(kind, networks.vectors()))
        .forEach(this::requireFits);
    RankingRows rows = new RankingRows(config, space, networks, journalled);
    List<RankingResult.Row> made = new ArrayList<>();
    for (RankingConfig.Order order : config.orders()) {
      EvaluatorSources.of(order).forEach(kind -> requireScored(directory, journalled, kind));
      made.add(rows.row(order));
    }
    RankingResult result = new RankingResult(space.name(), config.seed(), networks, made);
    result.writeScores(directory.file("scores.csv"));
    return result;
  }

  private void requireScored(
      RunDirectory directory, JournalledScores journalled, RankingConfig.Evaluator kind) {
    if (!journalled.complete(kind, networks.vectors())) {
      score(directory, journalled, kind);
    }
  }

  private void score(
      RunDirectory directory, JournalledScores journalled, RankingConfig.Evaluator kind) {
    EvaluatorFactory factory =
        new EvaluatorFactory(config, space, architectures(), data, directory, console);
    try (ReadyEvaluator ready = factory.ready(kind);
        StageProgress progress = console.stage(kind.label())) {
      journalled.keep(kind, ready.training());
      int done = 0;
      for (Architecture network : inOrder(kind)) {
        journalled.keep(kind, space.encode(network), () -> timed(ready, network));
        progress.update(++done, networks.vectors().size(), "");
      }
    }
  }

  /** Returns the networks in the order in which they are scored soonest. */
  private List<Architecture> inOrder(RankingConfig.Evaluator kind) {
    return kind == RankingConfig.Evaluator.SUPERNET
        ? Beginnings.sideBySide(architectures())
        : architectures();
  }

  private static JournalledScores.Entry timed(ReadyEvaluator ready, Architecture network) {
    long start = System.nanoTime();
    if (ready.evaluator() instanceof Supernet supernet) {
      Supernet.Score score = supernet.score(network);
      return new JournalledScores.Entry(
          score.accuracy(), secondsSince(start), Optional.of(score.crossEntropy()));
    }
    return new JournalledScores.Entry(
        ready.evaluator().accuracy(network), secondsSince(start), Optional.empty());
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
