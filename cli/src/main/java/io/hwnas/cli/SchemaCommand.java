package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a configuration may hold. */
@Command(
    name = "schema",
    description = {
      "Print the JSON schema of configurations, which tells an editor their keys and ranges.",
      "Write it to a file, and begin a configuration beside it with the line",
      "# yaml-language-server: $$schema=schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigSource.schema());
    spec.commandLine().getOut().flush();
    return ExitCodes.DONE;
  }
}
