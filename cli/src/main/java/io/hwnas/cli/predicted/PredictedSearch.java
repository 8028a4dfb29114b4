package io.hwnas.cli.predicted;

import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnceForAllTable;
import io.hwnas.latency.PublishedTable;
import io.hwnas.results.Direction;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.search.Algorithm;
import io.hwnas.search.Constraint;
import io.hwnas.search.Estimate;
import io.hwnas.search.Evaluations;
import io.hwnas.search.Measure;
import io.hwnas.search.Objective;
import io.hwnas.search.Reward;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchResult;
import io.hwnas.search.SearchSettings;
import io.hwnas.search.SearchStoppedException;
import io.hwnas.search.TrialLog;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Cost;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Makes a search's problem of predictor and tables, and searches. */
public final class PredictedSearch {
  private static final double NANOS = 1e9;

  private final PredictedSearchConfig config;
  private final Measure accuracy;
  private final Optional<SupernetMeasures> supernet;
  private final CompiledSpace space;
  private final SearchProblem problem;

  /**
   * Reads all files and compiles the space.
   *
   * @param config what to do
   * @throws InvalidInputException if a file is missing or does not fit the space
   */
  public PredictedSearch(PredictedSearchConfig config) {
    this(config, new PredictedAccuracy(config.accuracy().open(config.space())), Optional.empty());
  }

  /** Reads the other files and compiles the space; a supernet knows more than the accuracy. */
  PredictedSearch(
      PredictedSearchConfig config, Measure accuracy, Optional<SupernetMeasures> supernet) {
    this.config = config;
    this.accuracy = accuracy;
    this.supernet = supernet;
    this.space = CompiledSpace.of(config.space());
    Set<String> others = new LinkedHashSet<>(config.tables().keySet());
    others.addAll(config.constraints().keySet());
    if (config.reward() instanceof Reward.Weighted weighted) {
      others.add(weighted.quality());
      others.add(weighted.cost());
    }
    // They cost nothing beside each other, and the report draws the accuracy.
    if (supernet.isPresent()) {
      others.add(PredictedSearchConfig.ACCURACY);
      others.add(PredictedSearchConfig.CROSS_ENTROPY);
    }
    config.objectives().forEach(others::remove);
    double margin = config.confidence().standardErrors();
    this.problem =
        new SearchProblem(
            config.space(),
            config.objectives().stream().map(this::measure).toList(),
            config.constraints().entrySet().stream()
                .map(
                    limit ->
                        new Constraint(limit.getKey(), limit.getValue().worst())
                            .labelled(limit.getValue().key())
                            .withMargin(margin))
                .toList(),
            others.stream().map(this::measure).toList(),
            config.reward(),
            Optional.of(space));
  }

  /**
   * Refuses limits on latency and counts that no network meets, before a run is made for them.
   *
   * @throws InvalidInputException if no network is within them, with the range there is
   */
  public void requireReachable() {
    SearchContext alone = context(1, TrialLog.inMemory(), ProgressListener.SILENT);
    try (Evaluations none = new Evaluations(problem, alone, 0)) {
      none.requireFeasible();
    }
  }

  /**
   * Searches.
   *
   * @param log where trials are kept
   * @param progress hears how far it has come
   * @return what was found
   * @throws InvalidInputException if no network is within the constraints, with the range there is
   */
  public Found run(TrialLog log, ProgressListener progress) {
    long start = System.nanoTime();
    SearchResult result =
        config
            .algorithm()
            .with(config.settings())
            .search(problem, context(config.threads(), log, progress));
    double seconds = (System.nanoTime() - start) / NANOS;
    return new Found(config, result, Found.rankCorrelation(result.trials()), seconds);
  }

  /**
   * Searches in a run's folder, and leaves there what was found: the best trial, random search with
   * as many evaluations for comparison where they cost nothing, all trials as a table, and a
   * report; table and report also where nothing was found.
   *
   * @param directory the run
   * @param log where its trials are kept
   * @param progress hears how far it has come
   * @return what was found
   * @throws InvalidInputException if no network that was evaluated is within the constraints, or a
   *     file that says accuracy or latency is not the one that the run was begun with
   */
  public Found run(RunDirectory directory, TrialLog log, ProgressListener progress) {
    SourceRecord.begin(directory, config);
    Found found;
    try {
      found = run(log, progress);
    } catch (InvalidInputException | SearchStoppedException e) {
      leaveReport(directory, e);
      throw e;
    }
    conclude(directory, found);
    return found;
  }

  /**
   * Leaves what was tried, where that can be written; what ended the search is said in any case.
   */
  private static void leaveReport(RunDirectory directory, RuntimeException end) {
    try {
      PredictedReport.write(directory);
    } catch (RuntimeException e) {
      end.addSuppressed(e);
    }
  }

  private void conclude(RunDirectory directory, Found found) {
    found.record(directory.journal());
    boolean costly = config.accuracy() instanceof AccuracySource.SharedWeights;
    if (!costly
        && scoresAccuracy()
        && config.algorithm() != Algorithm.RANDOM
        && RandomBaseline.recall(directory.journal()).isEmpty()) {
      RandomBaseline.record(
          directory.journal(), RandomBaseline.of(randomTrials(), ReportedCost.of(config)));
    }
    PredictedReport.write(directory);
  }

  private boolean scoresAccuracy() {
    return config.objectives().contains(PredictedSearchConfig.ACCURACY)
        || config.constraints().containsKey(PredictedSearchConfig.ACCURACY)
        || config.reward() instanceof Reward.Weighted;
  }

  /** Returns what random search evaluates; none where it finds no network within the limits. */
  private List<Trial> randomTrials() {
    try {
      return Algorithm.RANDOM
          .with(SearchSettings.of(config.settings().evaluations()))
          .search(problem, context(config.threads(), TrialLog.inMemory(), ProgressListener.SILENT))
          .trials();
    } catch (InvalidInputException | SearchStoppedException e) {
      // What the user asked for was found; a baseline that found nothing must not lose it.
      return List.of();
    }
  }

  private SearchContext context(int threads, TrialLog log, ProgressListener progress) {
    return new SearchContext(config.seed(), threads, log, progress);
  }

  private Objective measure(String name) {
    return switch (name) {
      case PredictedSearchConfig.ACCURACY ->
          Objective.ofNetwork(name, Direction.MAXIMISE, "", Objective.Effort.COSTLY, accuracy);
      case PredictedSearchConfig.CROSS_ENTROPY ->
          Objective.ofNetwork(
              name,
              Direction.MINIMISE,
              "nats",
              Objective.Effort.COSTLY,
              supernet.orElseThrow().crossEntropy());
      case PredictedSearchConfig.JOINT_SCORE ->
          Objective.ofNetwork(
              name,
              Direction.MAXIMISE,
              "",
              Objective.Effort.COSTLY,
              supernet.orElseThrow().jointScore());
      case PredictedSearchConfig.MADDS ->
          counted(name, "", space.sum(block -> Cost.of(block).madds()));
      case PredictedSearchConfig.PARAMS ->
          counted(name, "", space.sum(block -> Cost.of(block).params()));
      case PredictedSearchConfig.PEAK_BYTES ->
          counted(name, "B", space.max(block -> Cost.of(block).peakBytes()));
      default -> {
        DecisionLatency latency = latency(config.tables().get(name));
        yield Objective.ofNetwork(
            name,
            Direction.MINIMISE,
            "ms",
            Objective.Effort.CHEAP,
            network -> {
              LatencyEstimate estimate = latency.predict(network.decisions());
              return new Estimate(estimate.millis(), estimate.uncertaintyMillis());
            });
      }
    };
  }

  private static Objective counted(
      String name, String unit, ToDoubleFunction<DecisionVector> count) {
    return Objective.ofNetwork(
        name,
        Direction.MINIMISE,
        unit,
        Objective.Effort.CHEAP,
        network -> Estimate.of(count.applyAsDouble(network.decisions())));
  }

  /**
   * Reads a table of hwnas, Once-for-All or ProxylessNAS, or a folder of Once-for-All's, one file a
   * resolution.
   */
  private DecisionLatency latency(Path path) {
    if (Files.isDirectory(path)) {
      return OnceForAllTable.read(path).compile(space);
    }
    YamlNode root = YamlNode.read(path);
    if (PublishedTable.describes(root)) {
      return PublishedTable.read(root).compile(space);
    }
    ChannelLatencyModel model = new ChannelLatencyModel(LatencyTables.parse(root));
    try {
      return model.compile(space);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
