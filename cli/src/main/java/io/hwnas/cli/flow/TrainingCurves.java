package io.hwnas.cli.flow;

import io.hwnas.results.ReportData.TrainingCurve;
import io.hwnas.results.RunDirectory;
import java.util.List;
import java.util.stream.Stream;

/** The logs of a run's trainings, for its report. */
public final class TrainingCurves {
  private static final List<String> TRAININGS =
      Stream.concat(
              Stream.of(SupernetStage.NAME, TrainingStage.NAME, FineTuningStage.NAME),
              Baseline.trainings())
          .toList();

  private TrainingCurves() {}

  /**
   * Reads the logs.
   *
   * @param directory the run
   * @return a curve for each training that has been logged, in the order of a flow
   */
  public static List<TrainingCurve> of(RunDirectory directory) {
    return TRAININGS.stream()
        .map(
            name ->
                new TrainingCurve(
                    name,
                    TrainingLogFile.of(directory, name).entries().stream()
                        .map(
                            entry ->
                                new TrainingCurve.Point(
                                    entry.step(),
                                    entry.epochs(),
                                    entry.loss(),
                                    entry.accuracy(),
                                    entry.imagesPerSecond(),
                                    entry.residentBytes()))
                        .toList()))
        .filter(curve -> !curve.points().isEmpty())
        .toList();
  }
}
