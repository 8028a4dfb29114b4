package io.hwnas.cli.flow;

import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.latency.LatencyTable;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.Report;
import io.hwnas.results.ReportData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Draws a run that has come to its end.
 *
 * @param context the run
 * @param table its latency table
 * @param budget its budget
 * @param way NetAdapt's way
 * @param found the found network
 * @param baseline the baseline
 * @param comparison the figures of both
 * @param times wall time of each stage
 */
record RunReport(
    RunContext context,
    LatencyTable table,
    Budget budget,
    List<ReportData.AdaptStep> way,
    Candidate found,
    Candidate baseline,
    Comparison comparison,
    List<ReportData.StageTime> times) {
  /** Writes the report into the run. */
  void write() {
    Report.write(context.directory().reportFile(), data());
  }

  private ReportData data() {
    List<ReportData.PredictionCheck> predictions = new ArrayList<>();
    for (NetworkFigures figures : comparison.both()) {
      figures
          .predictedMillis()
          .ifPresent(
              millis ->
                  predictions.add(
                      new ReportData.PredictionCheck(
                          figures.label(), millis, figures.latency().medianMillis())));
    }
    return new ReportData(
        context.directory().root().toAbsolutePath().getFileName().toString(),
        facts(),
        OptionalDouble.of(budget.millis()),
        context.directory().trials().all().stream()
            .map(trial -> ReportData.TrialPoint.of(trial, Objectives.ACCURACY, Objectives.LATENCY))
            .toList(),
        Optional.of(point(found, comparison.found())),
        List.of(point(baseline, comparison.baseline())),
        way,
        Optional.of(found.architecture()),
        TableGrid.of(table),
        times,
        comparison.both(),
        predictions);
  }

  private static ReportData.NamedPoint point(Candidate network, NetworkFigures figures) {
    return new ReportData.NamedPoint(
        figures.name(), network.accuracy(), figures.latency().medianMillis());
  }

  private List<ReportData.Fact> facts() {
    ImageSet training = context.data().training().images();
    return List.of(
        new ReportData.Fact("Data", context.config().data().source()),
        new ReportData.Fact("Training images", training.toString()),
        new ReportData.Fact("Space", context.space().name()),
        new ReportData.Fact("Budget", Units.millis(budget.millis())),
        new ReportData.Fact("Processor", table.fingerprint().cpu()),
        new ReportData.Fact(
            "Runtime",
            "%s %s, threads %d"
                .formatted(
                    table.fingerprint().runtime(),
                    table.fingerprint().runtimeVersion(),
                    table.fingerprint().threads())),
        new ReportData.Fact("Training threads", "" + context.config().torch().threads()),
        new ReportData.Fact("Seed", "" + context.config().seed()));
  }
}
