package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.results.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that make or go on with a run. */
final class RunOptions {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The run's folder, which is created.")
  private Path folder;

  @Option(
      names = "--resume",
      description = "Go on with the run in that folder, from its last checkpoint.")
  private boolean resume;

  @Mixin private ConfigOptions overrides;

  /**
   * Returns the run's folder.
   *
   * @return the folder
   */
  Path folder() {
    return folder;
  }

  /**
   * Reads the configuration: of a run that is resumed its own, else the defaults and the file; the
   * overrides on top.
   *
   * @param file the user's configuration, if there is one
   * @return the checked configuration
   */
  RunConfig config(Optional<Path> file) {
    return overrides.apply(base(file));
  }

  /**
   * Reads the configuration of a command with options of its own.
   *
   * @param own lays the command's options over the configuration
   * @return the checked configuration
   */
  RunConfig config(UnaryOperator<ConfigSource> own) {
    return overrides.apply(own.apply(base(Optional.empty())));
  }

  private ConfigSource base(Optional<Path> file) {
    ConfigSource defaults = ConfigSource.defaults();
    if (resume && RunDirectory.isRun(folder)) {
      return defaults.with(folder.resolve("config.yaml"));
    }
    return file.map(defaults::with).orElse(defaults);
  }

  /**
   * Creates or resumes the run.
   *
   * @param configYaml the resolved configuration
   * @return the run, held by this process until closed
   */
  RunDirectory open(String configYaml) {
    return resume
        ? RunDirectory.resume(folder, configYaml)
        : RunDirectory.create(folder, configYaml);
  }
}
