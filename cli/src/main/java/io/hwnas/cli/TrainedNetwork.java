package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.WeightsSource;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.flow.SingleNetwork;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The network with its weights that a command takes. */
final class TrainedNetwork {
  @Parameters(paramLabel = "ARCH", description = ArchitectureSource.HELP)
  private String name;

  @Mixin private ArchitectureOptions form;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "The network's weights, a safetensors file; a run brings its own.")
  private Path weights;

  /** Finds the network; one that is no file takes the form of the images. */
  Architecture architecture(ImageSet images) {
    return ArchitectureSource.find(name, form, images);
  }

  /** Finds the network in its own form. */
  Architecture architecture() {
    return ArchitectureSource.find(name, form);
  }

  /** Names what is read, which nothing may be written over. */
  List<String> inputs() {
    return weights == null ? List.of(name) : List.of(name, weights.toString());
  }

  /** Tells whether a weights file was named. */
  boolean namesWeights() {
    return weights != null;
  }

  /** Finds out how many images its weights saw, where a run of ours knows it. */
  OptionalLong imagesSeen() {
    return weights == null
        ? WeightsSource.run(Path.of(name))
            .map(SingleNetwork::imagesSeen)
            .orElse(OptionalLong.empty())
        : OptionalLong.empty();
  }

  /** Finds out what must be done to an image of it, where its weights' bundle says so. */
  Optional<Preprocessing> preprocessing() {
    return WeightsSource.preprocessing(name, Optional.ofNullable(weights));
  }

  /**
   * Has images fitted, and divided into training and validation, as those were that its weights
   * learnt from, unless told otherwise.
   */
  ConfigSource asLearnt(ConfigSource source) {
    return LearntImages.takenOver(
        source, Optional.ofNullable(weights).orElseGet(() -> Path.of(name)));
  }

  /** Finds the weights, which must be the graph's. */
  Weights weights(LayerGraph graph) {
    try {
      return WeightsSource.find(name, Optional.ofNullable(weights), graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
