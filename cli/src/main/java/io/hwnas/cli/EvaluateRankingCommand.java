package io.hwnas.cli;

import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.ranking.RankingExperiment;
import io.hwnas.cli.ranking.RankingResult;
import io.hwnas.results.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares accuracy evaluators by how well they order networks. */
@Command(
    name = "evaluate-ranking",
    description = {
      "Have accuracy evaluators score networks whose true accuracies a benchmark's file knows,",
      "and print how well each puts them in order (Kendall's τ with its 95 %% interval,",
      "Spearman's ρ) and what it costs. The file is read for the comparison alone.",
      "configs/ranking.yaml explains every key; configs/nas-bench-macro.yaml is an example."
    })
final class EvaluateRankingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "A configuration, a YAML file; with --resume it may be left out.")
  private Path config;

  @Mixin private SupernetTime supernetTime;

  @Mixin private RequiredRunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    options.requireConfig(Optional.ofNullable(config), spec);
    RankingConfig read = options.ranking(Optional.ofNullable(config), supernetTime);
    Console console = Console.ofProcess(spec.commandLine().getErr());
    RankingExperiment experiment = new RankingExperiment(read, console);
    if (!options.resumes()) {
      experiment.requireFits();
    }
    try (RunDirectory directory = options.open(read.yaml())) {
      RankingResult result = experiment.run(directory);
      json.print(spec.commandLine().getOut(), result.json(), result.text());
    }
    return ExitCodes.DONE;
  }
}
