package io.hwnas.cli;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.flow.RunReport;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.predicted.PredictedReport;
import io.hwnas.cli.predicted.PredictedSearchConfig;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a run. */
@Command(
    name = "report",
    description = {
      "Draw a run as one HTML file that opens offline: RUN/report.html.",
      "A run that has not come to its end is drawn as far as it has."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run's folder.")
  private Path run;

  @Option(
      names = "--beside",
      paramLabel = "RUN",
      description = {
        "Another run whose found network and baselines are drawn in the same charts, such as the",
        "same network shrunk to another budget; may be given several times."
      })
  private List<Path> beside = new ArrayList<>();

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    try (RunDirectory directory = RunDirectory.open(run)) {
      Path report = write(directory);
      json.print(
          spec.commandLine().getOut(),
          Json.object().put("report", report.toString()),
          "wrote %s%n".formatted(report));
    }
    return ExitCodes.DONE;
  }

  private Path write(RunDirectory directory) {
    YamlNode config = YamlNode.read(directory.configFile());
    boolean compares = !PredictedSearchConfig.describes(config) && !RankingConfig.describes(config);
    if (!compares && !beside.isEmpty()) {
      throw new InvalidInputException(
          "%s: compares no networks, so nothing can be drawn beside it; leave --beside out"
              .formatted(directory.root()));
    }
    if (PredictedSearchConfig.describes(config)) {
      return PredictedReport.write(directory);
    }
    if (RankingConfig.describes(config)) {
      throw new InvalidInputException(
          "%s: a run of hwnas evaluate-ranking has no report; go on with it (--resume) to see its table, and find scores in scores.csv"
              .formatted(directory.root()));
    }
    return RunReport.write(directory, beside);
  }
}
