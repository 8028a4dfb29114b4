package io.hwnas.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: global options and the list of commands. */
@Command(
    name = "hwnas",
    description = "Finds small, fast image classification networks for this machine's CPU.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = {
      QuickstartCommand.class,
      NetworksCommand.class,
      CostCommand.class,
      SpaceCommand.class,
      ProfileCommand.class,
      MeasureCommand.class,
      SearchCommand.class,
      NetAdaptCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      EvaluateRankingCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      SchemaCommand.class
    })
final class HwnasCommand implements Runnable {
  /** Stands below the list of commands, and not below the help of each. */
  static final String[] FOOTER = {
    "",
    "ARCH is a reference network's name (hwnas networks), an arch.yaml file, a run's",
    "folder (its best network) or RUN#id (one trial of a run).",
    "Exit codes: 0 done, 1 a fault of hwnas, 2 invalid input, 130 interrupted, 143 terminated."
  };

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the code an error arose.")
  private boolean debug;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing; see hwnas --help");
  }
}
