package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RankingConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.predicted.PredictedSearchConfig;
import io.hwnas.space.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options that override a configuration. */
final class ConfigOptions {
  @Option(
      names = "--data",
      paramLabel = "D",
      description = {
        "Images: fashion-mnist-small (embedded), fashion-mnist, cifar-10, or the path of an",
        "image folder or a zip of one; short for --set data.source=D."
      })
  private String data;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the files of a named set lie; short for --set data.directory=DIR.")
  private String dataFolder;

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
      names = "--confidence",
      paramLabel = "P",
      description = {
        "How sure it must be that a network is within the latency budget: 0.5 takes predictions as",
        "they are, 0.9 asks for room in nine networks of ten; short for search.confidence and",
        "netadapt.confidence."
      })
  private Double confidence;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Override a key of the configuration, such as search.generations=40; may be given",
        "again. configs/quickstart.yaml explains the keys."
      })
  private List<String> overrides = List.of();

  /**
   * Lays the overrides of a search without training over its configuration.
   *
   * @param source the configuration
   * @param own lays the command's options of supernets over the configuration of one
   * @param started what the run that is resumed was started with, which decides what is auto
   * @return the checked configuration
   */
  PredictedSearchConfig applyToPredicted(
      ConfigSource source, UnaryOperator<ConfigSource> own, Optional<ConfigSource> started) {
    ConfigSource result = source.with(overrides);
    boolean trains = PredictedSearchConfig.trains(result.root());
    requireOfSearch(trains);
    if (trains) {
      result = own.apply(images(result)).completedForSupernet();
      result = started.map(result::asIn).orElse(result);
    }
    if (seed != null) {
      result = result.with("search.seed", "--seed", seed.toString());
    }
    if (confidence != null) {
      result = result.with("search.confidence", "--confidence", confidence.toString());
    }
    return PredictedSearchConfig.read(result.root());
  }

  /** Refuses options that a search without latency budget of its own has no use for. */
  private void requireOfSearch(boolean trains) {
    if (acceptForeignTable) {
      throw new InvalidInputException(
          "--accept-foreign-table is of searches that measure latencies here; this one takes its"
              + " tables as they are: leave it out");
    }
    if (!trains && (data != null || dataFolder != null)) {
      throw new InvalidInputException(
          "%s is of searches that train; this one looks at no images: leave it out"
              .formatted(data != null ? "--data" : "--data-dir"));
    }
  }

  /**
   * Lays the overrides over a configuration and checks the whole.
   *
   * @param source the configuration
   * @return the checked configuration
   */
  RunConfig apply(ConfigSource source) {
    return apply(source, UnaryOperator.identity());
  }

  /**
   * Lays the overrides over a configuration, adds what neither says, and checks the whole.
   *
   * @param source the configuration
   * @param completed adds what the command knows otherwise
   * @return the checked configuration
   */
  RunConfig apply(ConfigSource source, UnaryOperator<ConfigSource> completed) {
    ConfigSource result = completed.apply(imagesAndSeed(source.with(overrides)));
    if (acceptForeignTable) {
      result = result.with("latency.accept-foreign-table", "--accept-foreign-table", "true");
    }
    if (confidence != null) {
      result =
          result
              .with("search.confidence", "--confidence", confidence.toString())
              .with("netadapt.confidence", "--confidence", confidence.toString());
    }
    return RunConfig.of(result);
  }

  /**
   * Lays the overrides of a comparison of evaluators over its configuration.
   *
   * @param source the configuration
   * @return the checked configuration
   * @throws InvalidInputException if an option is given that concerns latency
   */
  RankingConfig applyToRanking(ConfigSource source) {
    if (acceptForeignTable || confidence != null) {
      throw new InvalidInputException(
          "--accept-foreign-table and --confidence are of latencies, which no order by accuracy has;"
              + " leave them out");
    }
    return RankingConfig.of(imagesAndSeed(source.with(overrides)));
  }

  private ConfigSource imagesAndSeed(ConfigSource source) {
    ConfigSource result = images(source);
    return seed == null ? result : result.with("seed", "--seed", seed.toString());
  }

  private ConfigSource images(ConfigSource source) {
    ConfigSource result = source;
    if (data != null) {
      result = result.with("data.source", "--data", data);
    }
    if (dataFolder != null) {
      result = result.with("data.directory", "--data-dir", dataFolder);
    }
    return result;
  }
}
