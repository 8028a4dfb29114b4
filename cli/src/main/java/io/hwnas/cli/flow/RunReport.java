package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.output.SearchViews;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.probe.Fingerprint;
import io.hwnas.results.Adaptation;
import io.hwnas.results.CostAxis;
import io.hwnas.results.Journal;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.Report;
import io.hwnas.results.ReportData;
import io.hwnas.results.ReportData.Fact;
import io.hwnas.results.ReportData.NamedPoint;
import io.hwnas.results.ReportData.PredictionCheck;
import io.hwnas.results.ReportData.TrialPoint;
import io.hwnas.results.ResultsTable;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.SearchView;
import io.hwnas.results.Trial;
import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Draws a run from its folder alone, whether or not it has come to its end. */
public final class RunReport {
  private final RunDirectory directory;
  private final Journal journal;
  private final RunConfig config;
  private final List<Trial> trials;

  private RunReport(RunDirectory directory) {
    this.directory = directory;
    this.config =
        RunConfig.of(ConfigSource.defaults().with(ConfigSource.ofRun(directory.configFile())));
    // Trials that were never scored by accuracy are of no use to the charts of trials.
    this.trials = config.withoutData() ? List.of() : directory.trials().all();
    this.journal = directory.journal();
  }

  /**
   * Writes a run's report, its trials as {@value ResultsTable#FILE}, and NetAdapt's way as {@value
   * AdaptationView#FILE}; parts that the run has not come to are left out.
   *
   * @param directory the run
   * @return the report's file
   */
  public static Path write(RunDirectory directory) {
    return write(directory, List.of());
  }

  /**
   * Does the same, and draws what other runs ended with in the same charts: of one network that was
   * shrunk to several budgets, the curve of its widths.
   *
   * @param directory the run
   * @param beside folders of runs that ended with a comparison, by tables of the same machine
   * @return the report's file
   * @throws InvalidInputException if this run or one of those did not, or its table is of another
   *     machine
   */
  public static Path write(RunDirectory directory, List<Path> beside) {
    RunReport report = new RunReport(directory);
    List<Ends> others = beside.stream().map(report::ends).toList();
    List<Trial> all = directory.trials().all();
    if (!all.isEmpty()) {
      ResultsTable.write(directory.file(ResultsTable.FILE), all);
    }
    report
        .netAdapt()
        .ifPresent(way -> new AdaptationView(way).write(directory.file(AdaptationView.FILE)));
    Report.write(directory.reportFile(), report.data(others));
    return directory.reportFile();
  }

  /** What a run ended with, where it lies by the table. */
  private record Ends(List<NamedPoint> found, List<NamedPoint> baselines) {
    private static final Ends NONE = new Ends(List.of(), List.of());

    /** Names the found network so that it can be told from this run's. */
    private Ends named(String name) {
      return new Ends(
          found.stream()
              .map(point -> new NamedPoint(name, point.accuracy(), point.cost()))
              .toList(),
          baselines);
    }

    private Ends with(List<Ends> others) {
      return new Ends(
          Stream.concat(Stream.of(this), others.stream())
              .flatMap(one -> one.found.stream())
              .toList(),
          Stream.concat(Stream.of(this), others.stream())
              .flatMap(one -> one.baselines.stream())
              .toList());
    }
  }

  private Optional<Ends> ends() {
    return comparison().flatMap(all -> output(FineTuningStage.NAME).map(found -> ends(found, all)));
  }

  private Ends ends(JsonNode found, Comparison comparison) {
    return new Ends(
        List.of(point(found, comparison.found(), comparison.level())), baselines(comparison));
  }

  private Ends ends(Path other) {
    try (RunDirectory opened = RunDirectory.open(other)) {
      RunReport beside = new RunReport(opened);
      requireComparable(this);
      requireComparable(beside);
      List<String> differences =
          table()
              .orElseThrow()
              .fingerprint()
              .differences(beside.table().orElseThrow().fingerprint());
      if (!differences.isEmpty()) {
        throw new InvalidInputException(
            "%s: its latencies are of something else than those of %s: %s"
                .formatted(other, directory.root(), String.join(", ", differences)));
      }
      if (!ImageRecord.of(opened).equals(ImageRecord.of(directory))) {
        throw new InvalidInputException(
            "%s: its images are not those of %s, so their accuracies cannot be compared"
                .formatted(other, directory.root()));
      }
      String name = other.toAbsolutePath().normalize().getFileName().toString();
      return beside.ends().orElseThrow().named(name);
    }
  }

  private static void requireComparable(RunReport run) {
    if (run.ends().isEmpty() || run.table().isEmpty()) {
      throw new InvalidInputException(
          "%s: ended with no comparison to draw beside another run's; give runs that came to the end of hwnas search, or of hwnas netadapt with netadapt.compare-widths"
              .formatted(run.directory.root()));
    }
  }

  private ReportData data(List<Ends> others) {
    Optional<LatencyTable> table = table();
    Optional<Budget> budget = output(BudgetStage.NAME).map(BudgetStage::of).or(this::given);
    Ends ends = ends().orElse(Ends.NONE).with(others);
    Optional<JsonNode> drawn =
        output(FineTuningStage.NAME).or(this::shrunk).or(() -> output(TrainingStage.NAME));
    Optional<Comparison> comparison = comparison();
    List<NetworkFigures> figures = comparison.map(Comparison::all).orElse(List.of());
    OptionalDouble budgetMillis =
        budget.map(given -> OptionalDouble.of(given.millis())).orElse(OptionalDouble.empty());
    return new ReportData(
        directory.root().toAbsolutePath().normalize().getFileName().toString(),
        facts(table, budget),
        CostAxis.LATENCY,
        budgetMillis,
        trials.stream()
            .map(
                trial ->
                    TrialPoint.of(trial, Objectives.ACCURACY, Objectives.LATENCY, CostAxis.LATENCY))
            .toList(),
        ends.found(),
        ends.baselines(),
        netAdapt(),
        drawn.map(Candidate::architecture),
        table.flatMap(TableGrid::of),
        StageRunner.times(journal),
        figures,
        predictions(comparison),
        TrainingCurves.of(directory),
        trials.isEmpty() ? Optional.empty() : Optional.of(search(budgetMillis)));
  }

  private List<NamedPoint> baselines(Comparison comparison) {
    List<NamedPoint> points = new ArrayList<>();
    for (Baseline baseline : Baseline.all(config.baseline())) {
      NetworkFigures figures = comparison.baselines().get(baseline.place() - 1);
      output(baseline.training())
          .ifPresent(record -> points.add(point(record, figures, comparison.level())));
    }
    return points;
  }

  private SearchView search(OptionalDouble budget) {
    double most = budget.orElse(Double.POSITIVE_INFINITY);
    return new SearchViews(config.space(), Objectives.ACCURACY, "accuracy on the validation split")
        .of(
            trials,
            trial -> trial.score(Objectives.LATENCY).orElse(0) <= most,
            Optional.of(
                new SearchView.RandomSearch.FirstPopulation(
                    config.search().genetic().population())));
  }

  private Optional<Adaptation> netAdapt() {
    return shrunk().map(AdaptationRecords::read);
  }

  /** The budget of a run of NetAdapt alone, which settles none. */
  private Optional<Budget> given() {
    OptionalDouble millis = config.latency().budgetMillis();
    return millis.isPresent() && netAdapt().isPresent()
        ? Optional.of(new Budget(millis.getAsDouble()))
        : Optional.empty();
  }

  private Optional<Comparison> comparison() {
    return output(ComparisonStage.NAME).map(Comparison::of);
  }

  private Optional<JsonNode> shrunk() {
    return output(NetAdaptStage.NAME);
  }

  private Optional<JsonNode> output(String stage) {
    return StageRunner.output(journal, stage);
  }

  private Optional<LatencyTable> table() {
    Path file = directory.file(TableStage.FILE);
    return Files.exists(file) ? Optional.of(LatencyTables.read(file)) : Optional.empty();
  }

  /** Returns a network where it lies among those that the table predicts: at the table's level. */
  private static NamedPoint point(JsonNode network, NetworkFigures figures, double level) {
    return new NamedPoint(
        figures.name(), Candidate.accuracy(network), figures.latency().medianMillis() / level);
  }

  private static List<PredictionCheck> predictions(Optional<Comparison> comparison) {
    List<PredictionCheck> checks = new ArrayList<>();
    comparison.ifPresent(all -> checks.addAll(all.finalists()));
    for (NetworkFigures network : comparison.map(Comparison::all).orElse(List.of())) {
      network
          .predicted()
          .ifPresent(
              prediction ->
                  checks.add(
                      new PredictionCheck(
                          network.label(), prediction.millis(), network.latency().medianMillis())));
    }
    return checks;
  }

  private List<Fact> facts(Optional<LatencyTable> table, Optional<Budget> budget) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Data", config.data().source()));
    if (!config.withoutData()) {
      facts.add(new Fact("Space", config.space().name()));
    }
    budget.ifPresent(given -> facts.add(new Fact("Budget", Units.millis(given.millis()))));
    if (table.isPresent()) {
      Fingerprint machine = table.get().fingerprint();
      facts.add(new Fact("Processor", machine.cpu()));
      facts.add(
          new Fact(
              "Runtime",
              "%s %s, threads %d"
                  .formatted(machine.runtime(), machine.runtimeVersion(), machine.threads())));
    }
    facts.add(new Fact("Training threads", Integer.toString(config.torch().threads())));
    facts.add(new Fact("Seed", Long.toString(config.seed())));
    return facts;
  }
}
