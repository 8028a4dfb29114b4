package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.WeightsSource;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.flow.SingleNetwork;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.export.Weights;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains one network, from scratch or from given weights. */
@Command(
    name = "train",
    description = {
      "Train a network with the recipe of the configuration (keys training.*), from scratch or, with",
      "--weights, from given weights, such as those that a search by a supernet found it with.",
      "The network is left in DIR/best; score it on the test images with hwnas evaluate."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCH", description = ArchitectureSource.HELP)
  private String name;

  @Mixin private ArchitectureOptions form;

  @Option(
      names = "--epochs",
      defaultValue = "30",
      paramLabel = "E",
      description = "Passes through the training images (default: ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description =
          "Weights to begin with, a safetensors file or a run whose best network they are of.")
  private Path weights;

  @Mixin private RequiredRunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (!(epochs > 0 && epochs <= 1e6)) {
      throw new InvalidInputException("--epochs must be above 0, not " + epochs);
    }
    RunConfig config = options.config(UnaryOperator.identity(), this::asLearnt);
    Console console = Console.ofProcess(spec.commandLine().getErr());
    SingleNetwork single = new SingleNetwork(config, console);
    Architecture architecture = ArchitectureSource.find(name, form, single.trainingImages());
    single.requireTrainable();
    Optional<Function<LayerGraph, Weights>> initial =
        Optional.ofNullable(weights).map(given -> graph -> WeightsSource.find(given, graph));
    if (!options.resumes()) {
      single.requireMemory(architecture);
      initial.ifPresent(given -> given.apply(LayerGraph.of(architecture)));
    }
    String header =
        "# hwnas train %s, %s epochs%s%n"
            .formatted(
                architecture.name(),
                epochs,
                weights == null ? "" : ", from " + weights.toAbsolutePath());
    try (RunDirectory directory = options.open(header + config.yaml())) {
      SingleNetwork.Outcome trained =
          single.train(
              directory, architecture, initial, this::seen, new TrainingLength.Epochs(epochs));
      json.print(
          spec.commandLine().getOut(),
          trained.json(architecture.name(), directory),
          "%s: validation top-1 %s, left in %s%n"
              .formatted(
                  architecture.name(), Units.percent(trained.accuracy()), directory.bestFolder()));
    }
    return ExitCodes.DONE;
  }

  /**
   * Has images fitted, and divided into training and validation, as those were that the given
   * weights learnt from, unless told otherwise.
   */
  private ConfigSource asLearnt(ConfigSource source) {
    return weights == null ? source : LearntImages.takenOver(source, weights);
  }

  /** Finds out how many images the given weights saw, where a run of ours knows it. */
  private OptionalLong seen() {
    return Optional.ofNullable(weights)
        .flatMap(WeightsSource::run)
        .map(SingleNetwork::imagesSeen)
        .orElse(OptionalLong.empty());
  }
}
