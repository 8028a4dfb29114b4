package io.hwnas.cli.predicted;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.flow.TrainingCurves;
import io.hwnas.cli.output.SearchViews;
import io.hwnas.results.Report;
import io.hwnas.results.ReportData;
import io.hwnas.results.ReportData.Fact;
import io.hwnas.results.ReportData.NamedPoint;
import io.hwnas.results.ReportData.TrialPoint;
import io.hwnas.results.ResultsTable;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Draws a search without training from its folder alone, whether or not it came to its end. */
public final class PredictedReport {
  private final RunDirectory directory;
  private final PredictedSearchConfig config;
  private final List<Trial> trials;
  private final ReportedCost cost;

  private PredictedReport(RunDirectory directory) {
    this.directory = directory;
    this.config = PredictedSearchConfig.read(ConfigSource.ofRun(directory.configFile()).root());
    this.trials = directory.trials().all();
    this.cost = ReportedCost.of(config);
  }

  /**
   * Writes a run's report, and its trials as {@value ResultsTable#FILE}.
   *
   * @param directory the run
   * @return the report's file
   */
  public static Path write(RunDirectory directory) {
    PredictedReport report = new PredictedReport(directory);
    ResultsTable.write(directory.file(ResultsTable.FILE), report.trials);
    Report.write(directory.reportFile(), report.data());
    return directory.reportFile();
  }

  private ReportData data() {
    Optional<Trial> best = best();
    Optional<NamedPoint> found =
        best.filter(
                trial ->
                    cost.of(trial).isPresent()
                        && trial.score(PredictedSearchConfig.ACCURACY).isPresent())
            .map(
                trial ->
                    new NamedPoint(
                        "best",
                        trial.score(PredictedSearchConfig.ACCURACY).orElseThrow(),
                        cost.of(trial).orElseThrow()));
    Optional<Architecture> network = best.map(this::network);
    return new ReportData(
        directory.root().toAbsolutePath().normalize().getFileName().toString(),
        facts(),
        cost.axis(),
        budget(),
        trials.stream()
            .map(
                trial ->
                    TrialPoint.of(
                        trial, PredictedSearchConfig.ACCURACY, cost.measure(), cost.axis()))
            .toList(),
        found.stream().toList(),
        List.of(),
        Optional.empty(),
        network,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        TrainingCurves.of(directory),
        Optional.of(
            new SearchViews(
                    config.space(), PredictedSearchConfig.ACCURACY, config.accuracy().description())
                .of(
                    trials,
                    PredictedReport::withinLimits,
                    RandomBaseline.recall(directory.journal()))));
  }

  /** Returns the network in the form that it was searched in: that of the images, if it has any. */
  private Architecture network(Trial trial) {
    String yaml = trial.spec().architectureYaml();
    return yaml.isEmpty()
        ? config.space().decode(new DecisionVector(trial.spec().decisions()))
        : Architectures.read(YamlNode.parse("trial " + trial.id(), yaml));
  }

  private Optional<Trial> best() {
    OptionalLong id = Found.bestTrial(directory.journal());
    return id.isPresent() ? directory.trials().find(id.getAsLong()) : Optional.empty();
  }

  private OptionalDouble budget() {
    return Optional.ofNullable(config.constraints().get(cost.measure()))
        .map(limit -> OptionalDouble.of(cost.axis().scale() * limit.worst()))
        .orElse(OptionalDouble.empty());
  }

  private static boolean withinLimits(Trial trial) {
    return trial.state() instanceof TrialState.Done;
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Space", config.space().name()));
    facts.add(new Fact("Algorithm", config.algorithm().label()));
    facts.add(new Fact("Objectives", String.join(", ", config.objectives())));
    config
        .constraints()
        .forEach(
            (name, limit) ->
                facts.add(new Fact("Limit of " + name, Double.toString(limit.worst()))));
    config.tables().forEach((name, file) -> facts.add(new Fact(name, file.toString())));
    facts.add(new Fact("Accuracy", config.accuracy().description()));
    facts.add(new Fact("Seed", Long.toString(config.seed())));
    Found.rankCorrelation(trials)
        .ifPresent(
            tau ->
                facts.add(
                    new Fact(
                        "Predictor fitted to the trials, Kendall's τ of trials left out",
                        String.format(Locale.ROOT, "%.3f", tau))));
    return facts;
  }
}
