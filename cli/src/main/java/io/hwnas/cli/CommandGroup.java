package io.hwnas.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec group;

  @Override
  public final void run() {
    throw new ParameterException(
        group.commandLine(),
        "%s needs one of %s; see %s --help"
            .formatted(
                group.qualifiedName(),
                String.join(", ", group.subcommands().keySet()),
                group.qualifiedName()));
  }
}
