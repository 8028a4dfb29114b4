package io.hwnas.cli;

import io.hwnas.results.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a command that can do without a run's folder where nothing is trained. */
final class OptionalRunOptions extends RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = {
        "The run's folder, which is created; a search that trains nothing can do without,",
        "and then keeps no trials."
      })
  private Path folder;

  @Override
  Path folder() {
    if (folder == null) {
      throw new ParameterException(command.commandLine(), "Missing required option: '--run=DIR'");
    }
    return folder;
  }

  /**
   * Creates or resumes the run, if its folder is given.
   *
   * @param configYaml the resolved configuration
   * @return the run, held by this process until closed
   */
  Optional<RunDirectory> openIfGiven(String configYaml) {
    return folder == null ? Optional.empty() : Optional.of(open(configYaml));
  }
}
