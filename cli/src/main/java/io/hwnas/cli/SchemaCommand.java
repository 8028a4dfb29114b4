package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a configuration may hold. */
@Command(
    name = "schema",
    description = {
      "Print the JSON schema of configurations, which tells an editor their keys and ranges.",
      "Write it to a file, and begin a configuration beside it with the line",
      "# yaml-language-server: $$schema=schema.json",
      "Configurations with search.evaluator have a schema of their own: hwnas schema search."
    })
final class SchemaCommand implements Callable<Integer> {
  /** What a configuration is of. */
  enum Kind {
    /** A whole run. */
    RUN,
    /** A search with an evaluator of its own. */
    SEARCH
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "KIND",
      arity = "0..1",
      defaultValue = "RUN",
      description = "run (the default) or search.")
  private Kind kind;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(kind == Kind.RUN ? ConfigSource.schema() : ConfigSource.searchSchema());
    spec.commandLine().getOut().flush();
    return ExitCodes.DONE;
  }
}
