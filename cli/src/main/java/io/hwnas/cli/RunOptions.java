package io.hwnas.cli;

import io.hwnas.cli.config.ConfigDifference;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.predicted.PredictedSearchConfig;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that make or go on with a run. */
abstract class RunOptions {
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
  abstract Path folder();

  /**
   * Reads the configuration of a search without training.
   *
   * @param file the user's configuration
   * @param own lays the command's options of supernets over the configuration of one
   * @return the checked configuration
   */
  PredictedSearchConfig predicted(Path file, UnaryOperator<ConfigSource> own) {
    if (!resumes()) {
      return overrides.applyToPredicted(ConfigSource.alone(file), own, Optional.empty());
    }
    ConfigSource started = ConfigSource.ofRun(configFile()).madeIndependent();
    PredictedSearchConfig config =
        overrides.applyToPredicted(ConfigSource.alone(file), own, Optional.of(started));
    requireSame(ConfigDifference.first(started, config.yaml()));
    return config;
  }

  /**
   * Reads the configuration of a comparison of evaluators: the defaults, the user's file, the
   * overrides on top; for a run that is resumed without a file, the run's own and the overrides.
   *
   * @param file the user's configuration, if there is one
   * @param own lays the command's options over the configuration
   * @return the checked configuration
   */
  RankingConfig ranking(Optional<Path> file, UnaryOperator<ConfigSource> own) {
    ConfigSource defaults = ConfigSource.rankingDefaults();
    ConfigSource source =
        own.apply(
            file.map(defaults::with)
                .orElseGet(() -> defaults.with(ConfigSource.ofRun(configFile()))));
    if (resumes()) {
      ConfigSource started = defaults.with(ConfigSource.ofRun(configFile()));
      source = source.asIn(started);
      RankingConfig config = overrides.applyToRanking(source);
      requireSame(ConfigDifference.first(started, config.yaml(), RankingConfig.EVALUATORS));
      config.torch().loadLibrary();
      return config;
    }
    RankingConfig config = overrides.applyToRanking(source);
    requireStartable();
    config.torch().loadLibrary();
    return config;
  }

  /** Refuses, before anything costly is loaded, a folder that no run can be started in. */
  void requireStartable() {
    if (!resume) {
      RunDirectory.requireCreatable(folder());
    }
  }

  /**
   * Refuses to begin without a configuration; only a run that exists needs none.
   *
   * @param config the user's configuration, if there is one
   * @param command the command
   * @throws InvalidInputException if a run was to go on that does not exist
   * @throws ParameterException if a run was to be begun
   */
  void requireConfig(Optional<Path> config, CommandSpec command) {
    if (config.isPresent() || resumes()) {
      return;
    }
    if (resume && folder() != null) {
      RunDirectory.requireRun(folder());
    }
    throw new ParameterException(
        command.commandLine(), "name a CONFIG; only a run that is resumed needs none");
  }

  /**
   * Tells whether a run that exists is to go on.
   *
   * @return whether it is
   */
  boolean resumes() {
    return resume && RunDirectory.isRun(folder());
  }

  /**
   * Reads the configuration: the defaults, the user's file, the overrides on top; for a run that is
   * resumed without a file, the run's own and the overrides.
   *
   * @param file the user's configuration, if there is one
   * @param own lays the command's options over the configuration
   * @return the checked configuration
   * @throws InvalidInputException if a run that is resumed was started with another
   */
  RunConfig config(Optional<Path> file, UnaryOperator<ConfigSource> own) {
    if (file.isEmpty() || !resumes()) {
      return checked(
          overrides.apply(own.apply(file.map(ConfigSource.defaults()::with).orElse(base()))));
    }
    ConfigSource given = ConfigSource.defaults().with(file.get());
    return checked(overrides.apply(own.apply(given).asIn(base())));
  }

  /**
   * Reads the configuration of a command that takes no file.
   *
   * @param own lays the command's options over the configuration
   * @param completed adds what neither configuration nor overrides say
   * @return the checked configuration
   * @throws InvalidInputException if a run that is resumed was started with another
   */
  RunConfig config(UnaryOperator<ConfigSource> own, UnaryOperator<ConfigSource> completed) {
    return checked(overrides.apply(own.apply(base()), completed));
  }

  private ConfigSource base() {
    return resumes() ? started() : ConfigSource.defaults();
  }

  /** Returns what a run was started with, perhaps by a version that knew no workers. */
  private ConfigSource started() {
    return ConfigSource.defaults()
        .with(List.of("netadapt.workers=1"))
        .with(ConfigSource.ofRun(configFile()));
  }

  /** Refuses, before anything is created, what a run could not begin or go on with. */
  private RunConfig checked(RunConfig config) {
    Path run = folder();
    if (resumes()) {
      requireSame(ConfigDifference.first(started(), config.yaml()));
    } else {
      if (!resume) {
        RunDirectory.requireCreatable(run);
      }
      config.latency().givenTable();
    }
    OnnxRuntime.loadLibrary();
    config.torch().loadLibrary();
    return config;
  }

  private void requireSame(Optional<String> difference) {
    if (difference.isPresent()) {
      throw new InvalidInputException(
          "%s was started with %s; give the same configuration and --set with --resume, or none"
              .formatted(folder(), difference.get()));
    }
  }

  private Path configFile() {
    return folder().resolve("config.yaml");
  }

  /**
   * Creates or resumes the run.
   *
   * @param configYaml the resolved configuration, which was held against the run's own
   * @return the run, held by this process until closed
   */
  RunDirectory open(String configYaml) {
    if (resumes()) {
      // The run keeps the text that it was started with, which may lack keys that are younger.
      String started = ConfigSource.text(configFile());
      requireSameHeader(started, configYaml);
      return RunDirectory.resume(folder(), started);
    }
    return resume
        ? RunDirectory.resume(folder(), configYaml)
        : RunDirectory.create(folder(), configYaml);
  }

  /** Holds what a command notes of itself, in a comment before all keys, against the run's. */
  private void requireSameHeader(String started, String now) {
    String before = started.lines().findFirst().orElse("");
    String after = now.lines().findFirst().orElse("");
    if (after.startsWith("#") && !after.equals(before)) {
      throw new InvalidInputException(
          "%s: the run was started with '%s', not '%s'; resume it as it was started"
              .formatted(configFile(), before, after));
    }
  }
}
