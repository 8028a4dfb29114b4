package io.hwnas.cli.ranking;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.ImageCheck;
import io.hwnas.cli.flow.MemoryCheck;
import io.hwnas.cli.flow.SupernetTraining;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.evaluator.AccuracyEvaluator;
import io.hwnas.evaluator.CapacityCredit;
import io.hwnas.evaluator.Supernet;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.predictor.PairwiseRidge;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has evaluators score the same networks, and holds each one's order against the true one.
 *
 * <p>Evaluators see training and validation images alone, and never a true accuracy. Every score is
 * journalled: a run that was killed goes on with the next.
 */
public final class RankingExperiment {
  private static final String TRAINED = "trained/";
  private static final String SCORE = "score/";

  /** Place of a supernet's loss among what is journalled of a network. */
  private static final int LOSS = 2;

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
    for (RankingConfig.Scorer scorer : config.evaluators()) {
      RankingConfig.Evaluator kind = scorer.evaluator();
      switch (base(kind).orElse(kind)) {
        case SUPERNET ->
            new SupernetTraining(config.supernet(), space, data, config.seed(), config.torch())
                .requireFits();
        case ACTIVATION_CODES ->
            new ImageCheck(data.training().images().size())
                .requireAtMost("activation-codes.images", config.codeImages());
        case FROM_SCRATCH -> requireFits(kind, config.fromScratch().recipe());
        case SUCCESSIVE_HALVING -> requireFits(kind, config.successiveHalving().first().recipe());
        default -> {
          // Nothing is trained.
        }
      }
    }
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
    if (directory.journal().keys().isEmpty()) {
      console.note(data.summary());
    }
    List<RankingResult.Row> rows = new ArrayList<>();
    for (RankingConfig.Scorer scorer : config.evaluators()) {
      RankingConfig.Evaluator kind = scorer.evaluator();
      base(kind).ifPresent(base -> requireScored(directory, base));
      requireScored(directory, kind);
      rows.add(row(directory.journal(), scorer));
    }
    RankingResult result = new RankingResult(space.name(), config.seed(), networks, rows);
    result.writeScores(directory.file("scores.csv"));
    return result;
  }

  /** Returns the evaluator whose scores another is made of. */
  private static Optional<RankingConfig.Evaluator> base(RankingConfig.Evaluator kind) {
    return switch (kind) {
      case SUPERNET_LOSS, SUPERNET_CAPACITY -> Optional.of(RankingConfig.Evaluator.SUPERNET);
      default -> Optional.empty();
    };
  }

  private void requireScored(RunDirectory directory, RankingConfig.Evaluator kind) {
    if (!scored(directory.journal(), kind)) {
      score(directory, kind);
    }
  }

  private boolean scored(Journal journal, RankingConfig.Evaluator kind) {
    return journal.recall(TRAINED + kind.label()).isPresent()
        && networks.vectors().stream()
            .allMatch(vector -> journal.recall(key(kind, vector)).isPresent());
  }

  private void score(RunDirectory directory, RankingConfig.Evaluator kind) {
    Journal journal = directory.journal();
    try (ReadyEvaluator ready = ready(directory, kind);
        StageProgress progress = console.stage(kind.label())) {
      ReadyEvaluator.Training training = ready.training();
      journal.recallOrRecordNumbers(TRAINED + kind.label(), training::numbers);
      int done = 0;
      for (DecisionVector vector : networks.vectors()) {
        journal.recallOrRecordNumbers(key(kind, vector), () -> timed(ready, vector));
        progress.update(++done, networks.vectors().size(), "");
      }
    }
  }

  private ReadyEvaluator ready(RunDirectory directory, RankingConfig.Evaluator kind) {
    Journal journal = directory.journal();
    return base(kind)
        .map(
            base ->
                new ReadyEvaluator(derived(journal, kind, base), training(journal, base), () -> {}))
        .orElseGet(
            () ->
                new EvaluatorFactory(config, space, architectures(), data, directory, console)
                    .ready(kind));
  }

  /** Returns the evaluator that is made of another's scores. */
  private AccuracyEvaluator derived(
      Journal journal, RankingConfig.Evaluator kind, RankingConfig.Evaluator base) {
    if (kind == RankingConfig.Evaluator.SUPERNET_LOSS) {
      return network -> -entry(journal, base, space.encode(network)).get(LOSS);
    }
    return new CapacityCredit(
        network -> entry(journal, base, space.encode(network)).get(0), config.capacityWeight());
  }

  private static ReadyEvaluator.Training training(Journal journal, RankingConfig.Evaluator kind) {
    return ReadyEvaluator.Training.of(journal.recallNumbers(TRAINED + kind.label()).orElseThrow());
  }

  /** Recalls a network's score, the seconds that it took, and a supernet's loss. */
  private static List<Double> entry(
      Journal journal, RankingConfig.Evaluator kind, DecisionVector vector) {
    return journal.recallNumbers(key(kind, vector)).orElseThrow();
  }

  /** Returns a network's score, the seconds that it took, and a supernet's loss. */
  private List<Double> timed(ReadyEvaluator ready, DecisionVector vector) {
    long start = System.nanoTime();
    Architecture network = space.decode(vector);
    if (ready.evaluator() instanceof Supernet supernet) {
      Supernet.Score score = supernet.score(network);
      return List.of(score.accuracy(), secondsSince(start), score.crossEntropy());
    }
    return List.of(ready.evaluator().accuracy(network), secondsSince(start));
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private RankingResult.Row row(Journal journal, RankingConfig.Scorer scorer) {
    RankingConfig.Evaluator kind = scorer.evaluator();
    List<Double> scores = new ArrayList<>();
    double seconds = 0;
    for (DecisionVector vector : networks.vectors()) {
      List<Double> entry = entry(journal, kind, vector);
      scores.add(entry.get(0));
      seconds += entry.get(1);
      seconds += base(kind).map(base -> entry(journal, base, vector).get(1)).orElse(0.0);
    }
    List<Double> shown =
        scorer.smoothed() ? PairwiseRidge.fit(space, networks.vectors(), scores).fitted() : scores;
    return new RankingResult.Row(
        scorer.label(),
        shown,
        RankCorrelation.of(
            shown,
            networks.truth(),
            config.resamples(),
            Seeds.of(config.seed(), "ranking/bootstrap")),
        training(journal, kind),
        seconds);
  }

  private static String key(RankingConfig.Evaluator kind, DecisionVector vector) {
    return SCORE
        + kind.label()
        + "/"
        + vector.choices().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
