package io.hwnas.cli;

import io.hwnas.cli.predicted.AccuracySource;
import io.hwnas.cli.predicted.Found;
import io.hwnas.cli.predicted.PredictedSearch;
import io.hwnas.cli.predicted.PredictedSearchConfig;
import io.hwnas.cli.predicted.SupernetSearch;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.results.RunDirectory;
import io.hwnas.search.TrialLog;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the whole flow on a user's configuration. */
@Command(
    name = "search",
    description = {
      "Find a network for your images, space and budget, as a configuration says.",
      "The steps are those of hwnas quickstart; configs/ has examples with every key",
      "explained, and keys that a file leaves out are as in configs/quickstart.yaml.",
      "",
      "A configuration whose search.evaluator is predictor or benchmark trains nothing:",
      "configs/ofa-note10.yaml searches an ImageNet space for a phone in seconds. With",
      "search.evaluator: supernet shared weights are trained, and no latency is asked for:",
      "configs/macro-supernet-search.yaml searches under a limit of multiply-adds."
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "A configuration, a YAML file; with --resume it may be left out.")
  private Path config;

  @Mixin private SupernetTime supernetTime;

  @Mixin private OptionalRunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    options.requireConfig(Optional.ofNullable(config), spec);
    Path source = config == null ? options.folder().resolve("config.yaml") : config;
    if (PredictedSearchConfig.describes(YamlNode.read(source))) {
      return predicted(source);
    }
    return new FlowRun(spec, options, json).run(Optional.ofNullable(config), supernetTime);
  }

  /** Searches with a predictor or a benchmark; the trials are kept where a folder is given. */
  private int predicted(Path source) {
    PredictedSearchConfig read = options.predicted(source, supernetTime);
    if (read.accuracy() instanceof AccuracySource.SharedWeights) {
      return withSupernet(read);
    }
    if (supernetTime.isGiven()) {
      throw new InvalidInputException(
          "%s is of searches that train; this one trains no supernet: leave it out"
              .formatted(SupernetTime.NAME));
    }
    PredictedSearch search = new PredictedSearch(read);
    search.requireReachable();
    Console console = Console.ofProcess(spec.commandLine().getErr());
    Optional<RunDirectory> directory = options.openIfGiven(read.yaml());
    try (StageProgress progress = console.stage("search")) {
      Found found =
          directory
              .map(run -> search.run(run, TrialLog.byDecisions(run.trials()), progress))
              .orElseGet(() -> search.run(TrialLog.inMemory(), progress));
      json.print(spec.commandLine().getOut(), found.json(), found.text());
    } finally {
      directory.ifPresent(RunDirectory::close);
    }
    return ExitCodes.DONE;
  }

  /** Searches by what a supernet says. */
  private int withSupernet(PredictedSearchConfig read) {
    options.requireStartable();
    // The exported network is held against libtorch at the end.
    OnnxRuntime.loadLibrary();
    SupernetSearch search =
        new SupernetSearch(read, Console.ofProcess(spec.commandLine().getErr()));
    try (RunDirectory directory = options.open(read.yaml())) {
      Found found = search.run(directory);
      json.print(spec.commandLine().getOut(), found.json(), found.text());
    }
    return ExitCodes.DONE;
  }
}
