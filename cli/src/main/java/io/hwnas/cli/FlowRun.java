package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.flow.Comparison;
import io.hwnas.cli.flow.Flow;
import io.hwnas.cli.progress.Console;
import io.hwnas.results.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes a run of the whole flow and prints its end.
 *
 * @param spec the command
 * @param options the run
 * @param json how the end is printed
 */
record FlowRun(CommandSpec spec, RunOptions options, JsonOption json) {
  int run(Optional<Path> configFile, UnaryOperator<ConfigSource> own) {
    RunConfig config = options.config(configFile, own);
    Console console = Console.ofProcess(spec.commandLine().getErr());
    Flow flow = new Flow(config, console);
    if (!options.resumes()) {
      flow.requireFits();
    }
    try (RunDirectory directory = options.open(config.yaml())) {
      Comparison comparison = flow.run(directory);
      console.note("bundle: " + directory.bestFolder() + ", report: " + directory.reportFile());
      json.print(spec.commandLine().getOut(), comparison.json(), comparison.text());
    }
    return ExitCodes.DONE;
  }
}
