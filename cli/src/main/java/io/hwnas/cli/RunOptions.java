package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.results.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Source of all randomness; short for --set seed=S.")
  private Long seed;

  @Option(
      names = "--accept-foreign-table",
      description = "Short for --set latency.accept-foreign-table=true.")
  private boolean acceptForeignTable;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Override a key of the configuration, such as search.generations=40; may be",
        "given again. The keys are explained in configs/quickstart.yaml."
      })
  private List<String> overrides = List.of();

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
    Path own = folder.resolve("config.yaml");
    ConfigSource source = ConfigSource.defaults();
    if (resume && RunDirectory.isRun(folder)) {
      source = source.with(own);
    } else if (file.isPresent()) {
      source = source.with(file.get());
    }
    return RunConfig.of(source.with(allOverrides()));
  }

  private List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (acceptForeignTable) {
      all.add("latency.accept-foreign-table=true");
    }
    return all;
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
